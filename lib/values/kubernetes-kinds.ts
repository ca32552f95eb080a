import { type Kind, ValueError } from './kind.js';

/** A text of a form that the API of Kubernetes asks for. */
const formed = (placeholder: string, pattern: RegExp, rule: string): Kind<string> => ({
  placeholder,
  read: given => {
    if (pattern.test(given)) return given;
    throw new ValueError(rule);
  },
  write: given => given,
  schema: { type: 'string', pattern: pattern.source },
});

/** What objects may be called: a DNS subdomain of RFC 1123. */
const OBJECT = '[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?';

/** The name of an object in the cluster. */
export const objectName = formed(
  'NAME',
  new RegExp(`^${OBJECT}$`),
  'must be a name of Kubernetes: small letters, digits, - and .',
);

/** A volume claim, and the absolute path at which pods have it. */
export const volumeClaim = formed(
  'CLAIM:/PATH',
  new RegExp(`^${OBJECT}:/[^:]*$`),
  'must be a volume claim and an absolute path, such as data:/data',
);

/** Cores: whole ones, parts of one, or thousandths. */
export const cores = formed(
  'CORES',
  /^(?=.*[1-9])(\d+(\.\d{1,3})?|\d+m)$/,
  'must be cores, such as 4, 2.5 or 500m',
);

/** Bytes of memory, by a suffix that Kubernetes knows. */
export const memory = formed(
  'BYTES',
  /^[1-9]\d*(\.\d+)?([kMGTPE]|[KMGTPE]i)?$/,
  'must be bytes, such as 8Gi or 500M',
);
