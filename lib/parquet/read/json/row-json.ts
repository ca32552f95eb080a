import { asTableError } from '../errors.js';
import { advance, type Cursor } from '../pages/cursor.js';
import type { LeafNode, ListNode, MapNode, StructNode, TableNode } from '../schema.js';
import { type LineRoom, writeAscii, writeByte, writeBytes } from './line-room.js';
import { type ValueWriter, valueWriter } from './value-json.js';

const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COLON = 0x3a;
const LINE_FEED = 0x0a;

/** Writes what the cursors of a node's leaves stand on, and puts them behind it. */
type NodeWriter = () => void;

/**
 * Makes what writes a table's next row as a line of JSON. Lists and structs are put together of the
 * levels of their leaves as they are passed, so that no more of a row is held than its line.
 *
 * @param cursors of the leaves, each on the first of its row
 */
export function rowWriter(
  columns: readonly TableNode[],
  cursors: readonly Cursor[],
  room: LineRoom,
): () => void {
  const writers = columns.map((column, i) => fieldWriter(column, i, cursors, room));
  const end = columns.length === 0 ? '{}\n' : '}\n';
  return () => {
    room.start = room.at;
    for (const write of writers) write();
    if (columns.length === 0) writeAscii(room, end);
    else {
      writeByte(room, CLOSE_BRACE);
      writeByte(room, LINE_FEED);
    }
  };
}

/** Writes a field behind what stands before it. */
function fieldWriter(
  node: TableNode,
  index: number,
  cursors: readonly Cursor[],
  room: LineRoom,
): NodeWriter {
  const name = Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(node.name)}:`);
  const write = nodeWriter(node, cursors, room);
  return () => {
    writeBytes(room, name);
    write();
  };
}

function nodeWriter(node: TableNode, cursors: readonly Cursor[], room: LineRoom): NodeWriter {
  if (node.kind === 'leaf') return leafWriter(node, cursors, room);
  const write =
    node.kind === 'struct'
      ? structWriter(node, cursors, room)
      : node.kind === 'list'
        ? listWriter(node, cursors, room)
        : mapWriter(node, cursors, room);
  const own = cursors.slice(...node.leaves);
  const first = own[0]!;
  return () => {
    if (first.definition >= node.present) return write();
    writeAscii(room, 'null');
    for (const each of own) advance(each);
  };
}

function leafWriter(leaf: LeafNode, cursors: readonly Cursor[], room: LineRoom): NodeWriter {
  const own = cursors[leaf.leaves[0]]!;
  const write: ValueWriter = valueWriter(leaf.element);
  return () => {
    const { page } = own;
    if (page && own.definition === leaf.present) {
      const index = page.indices ? page.indices[own.value]! : own.value;
      try {
        write(room, page.values, index);
      } catch (error) {
        throw asTableError(own.chunk!.place, error);
      }
    } else writeAscii(room, 'null');
    advance(own);
  };
}

function structWriter(
  { fields }: StructNode,
  cursors: readonly Cursor[],
  room: LineRoom,
): NodeWriter {
  const writers = fields.map((field, i) => fieldWriter(field, i, cursors, room));
  return () => {
    for (const write of writers) write();
    writeByte(room, CLOSE_BRACE);
  };
}

function listWriter(
  { item, filled, repeated, leaves }: ListNode,
  cursors: readonly Cursor[],
  room: LineRoom,
): NodeWriter {
  const own = cursors.slice(...leaves);
  const first = own[0]!;
  const write = nodeWriter(item, cursors, room);
  return () => {
    writeByte(room, OPEN_BRACKET);
    if (first.definition < filled) for (const each of own) advance(each);
    else {
      write();
      while (first.repetition === repeated) {
        writeByte(room, COMMA);
        write();
      }
    }
    writeByte(room, CLOSE_BRACKET);
  };
}

/** An object, as maps are in JSON; keys that are no texts are written as such. */
function mapWriter(
  { key, value, filled, repeated, leaves }: MapNode,
  cursors: readonly Cursor[],
  room: LineRoom,
): NodeWriter {
  const own = cursors.slice(...leaves);
  const first = own[0]!;
  const writeKey = nodeWriter(key, cursors, room);
  const writeValue = value && nodeWriter(value, cursors, room);
  const pair = (): void => {
    const { at } = room;
    writeKey();
    asKey(room, at);
    writeByte(room, COLON);
    if (writeValue) writeValue();
    else writeAscii(room, 'null');
  };
  return () => {
    writeByte(room, OPEN_BRACE);
    if (first.definition < filled) for (const each of own) advance(each);
    else {
      pair();
      while (first.repetition === repeated) {
        writeByte(room, COMMA);
        pair();
      }
    }
    writeByte(room, CLOSE_BRACE);
  };
}

/** Makes a key of the JSON that stands behind a place. */
function asKey(room: LineRoom, from: number): void {
  // Of a line that is too long nothing is looked at any more.
  if (room.at <= from || room.bytes[from] === 0x22) return;
  const json = room.bytes.toString('utf8', from, room.at);
  room.at = from;
  writeBytes(room, Buffer.from(JSON.stringify(json)));
}
