import type { SchemaElement } from 'hyparquet';
import type { ByteValues, PlainValues, Values } from '../pages/values.js';
import { type LineRoom, writeAscii, writeBytes } from './line-room.js';
import {
  bigEndian,
  decimalJson,
  floatJson,
  fractionJson,
  halfJson,
  integerJson,
} from './number-json.js';
import { writeText } from './text-json.js';
import {
  dateText,
  int96Text,
  intervalText,
  type TimeUnit,
  timestampText,
  timeText,
} from './time-json.js';

/**
 * Writes one of a page's values as JSON.
 *
 * @throws RangeError for a text that is none
 */
export type ValueWriter = (room: LineRoom, values: Values, index: number) => void;

type Plain = number | bigint | boolean;

const NOT_UTF8 = 'a text that is no UTF-8';
/** Digits behind the point that any decimal has. */
const MOST_DIGITS = 10_000;

/** How the values of a column are written. */
export function valueWriter(element: SchemaElement): ValueWriter {
  const { type } = element;
  if (type === 'INT96') return ofBytes(bytes => quoted(int96Text(bytes)));
  if (type === 'BYTE_ARRAY' || type === 'FIXED_LEN_BYTE_ARRAY') return byteWriter(element);
  const toJson = plainJson(element);
  return (room, values, index) => writeAscii(room, toJson((values as PlainValues).list[index]!));
}

function plainJson(element: SchemaElement): (value: Plain) => string {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (type === 'BOOLEAN') return value => (value ? 'true' : 'false');
  if (type === 'DOUBLE') return value => fractionJson(value as number);
  if (type === 'FLOAT') return value => floatJson(value as number);
  const decimal = decimalScale(element);
  if (decimal !== undefined) return value => decimalJson(BigInt(value), decimal);
  if (converted === 'DATE' || logical?.type === 'DATE') return day => quoted(dateText(Number(day)));
  const time = timeOf(element);
  if (time) return time;
  return isUnsigned(element)
    ? unsigned(type === 'INT32' ? 32 : 64)
    : value => integerJson(value as number | bigint);
}

function timeOf({ converted_type: converted, logical_type: logical }: SchemaElement) {
  const old = /^(TIME|TIMESTAMP)_(MILLIS|MICROS)$/.exec(converted ?? '');
  const isNew = logical?.type === 'TIME' || logical?.type === 'TIMESTAMP';
  if (!old && !isNew) return undefined;
  const kind = isNew ? logical.type : old![1];
  const unit = isNew ? logical.unit : (old![2] as TimeUnit);
  // The old form is of UTC (LogicalTypes.md, "Deprecated timestamp ConvertedType").
  const isUtc = isNew ? logical.isAdjustedToUTC : true;
  return (value: Plain): string =>
    quoted(
      kind === 'TIME' ? timeText(BigInt(value), unit) : timestampText(BigInt(value), unit, isUtc),
    );
}

const isUnsigned = ({
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): boolean =>
  logical?.type === 'INTEGER' ? !logical.isSigned : (converted?.startsWith('UINT_') ?? false);

const unsigned =
  (bits: number) =>
  (value: Plain): string =>
    integerJson(BigInt.asUintN(bits, BigInt(value)));

function decimalScale(element: SchemaElement): number | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted !== 'DECIMAL' && logical?.type !== 'DECIMAL') return undefined;
  const scale = (logical?.type === 'DECIMAL' ? logical.scale : element.scale) ?? 0;
  if (!(scale >= 0 && scale <= MOST_DIGITS)) throw new RangeError(`a decimal of scale ${scale}`);
  return scale;
}

function byteWriter(element: SchemaElement): ValueWriter {
  const { converted_type: converted, logical_type: logical } = element;
  const decimal = decimalScale(element);
  if (decimal !== undefined) return ofBytes(bytes => decimalJson(bigEndian(bytes), decimal));
  if (converted === 'INTERVAL') return ofBytes(bytes => quoted(intervalText(bytes)));
  if (logical?.type === 'UUID') return ofBytes(bytes => quoted(uuidText(bytes)));
  if (logical?.type === 'FLOAT16') return ofBytes(bytes => halfJson(bytes[0]!, bytes[1]!));
  if (converted === 'JSON' || logical?.type === 'JSON') return writeJson;
  const isText =
    converted === 'UTF8' ||
    converted === 'ENUM' ||
    logical?.type === 'STRING' ||
    logical?.type === 'ENUM';
  return isText ? writeString : writeUnknown;
}

const ofBytes =
  (toJson: (bytes: Uint8Array) => string): ValueWriter =>
  (room, values, index) =>
    writeAscii(room, toJson(bytesAt(values, index)));

const bytesAt = (values: Values, index: number): Uint8Array => {
  const { bytes, starts, ends } = values as ByteValues;
  return bytes.subarray(starts[index]!, ends[index]!);
};

const writeString: ValueWriter = (room, values, index) => {
  const { bytes, starts, ends } = values as ByteValues;
  if (!writeText(room, bytes, starts[index]!, ends[index]!)) throw new RangeError(NOT_UTF8);
};

/** Bytes of which nothing is said: text, as old writers have it, or what JSON has no form for. */
const writeUnknown: ValueWriter = (room, values, index) => {
  const { bytes, starts, ends } = values as ByteValues;
  if (writeText(room, bytes, starts[index]!, ends[index]!)) return;
  writeAscii(room, quoted(Buffer.from(bytesAt(values, index)).toString('base64')));
};

/** A value that is stored as its JSON; on one line. What is no JSON is a text. */
const writeJson: ValueWriter = (room, values, index) => {
  const bytes = bytesAt(values, index);
  const text = Buffer.from(bytes);
  try {
    JSON.parse(text.toString());
  } catch {
    writeString(room, values, index);
    return;
  }
  // Line ends can stand between its parts alone.
  writeBytes(
    room,
    text.map(byte => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)),
  );
};

const quoted = (text: string): string => `"${text}"`;

const uuidText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
