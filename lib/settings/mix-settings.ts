import { type Kind, ValueError } from '../values/kind.js';
import { file, flag, repeated } from '../values/kinds.js';
import { assigned } from '../values/model-kinds.js';
import type { Setting } from './setting.js';

/** Names whose values are written nowhere. */
const SECRET = /(^|\.)(rescue[-_])?header$/;

/** Stands for a value that is written nowhere. */
const HIDDEN = '***';

/** Whether a setting was shown without its value, so that it says nothing. */
export const isHidden = (said: string): boolean => assigned(said)[1] === HIDDEN;

/** A setting of a recipe and its value. */
const override: Kind<string> = {
  placeholder: '[PART.]NAME=VALUE',
  read: given => {
    if (/^([^.=]+\.)?[^.=]+=./s.test(given)) return given;
    throw new ValueError('must be NAME=VALUE or PART.NAME=VALUE, like max-seq-length=16k');
  },
  write: given => given,
  hide: given => {
    const [name] = assigned(given);
    return SECRET.test(name) ? `${name}=${HIDDEN}` : given;
  },
  schema: { type: 'string', pattern: '=' },
};

/** What is mixed. */
export const MIX_SETTINGS = {
  recipe: {
    kind: repeated({ ...file, placeholder: 'RECIPE' }),
    group: 'input',
    help: 'the recipe: a YAML file of parts, like an argument without a name; paths in it are relative to it',
    changes: 'lines',
    commands: ['mix'],
    required: ['mix'],
  },
  set: {
    kind: repeated(override),
    group: 'selection',
    help: 'a setting of all parts that are made, or of one part (also its from, take and repeat), over what the recipe says',
    changes: 'lines',
    commands: ['mix'],
  },
  allowFewer: {
    kind: flag,
    group: 'selection',
    help: 'take what there is where a part, or a split, has less than it is to have; without it that is an error',
    changes: 'lines',
    commands: ['mix'],
    default: false,
  },
} as const satisfies Record<string, Setting>;
