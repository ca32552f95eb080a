import { homedir, userInfo } from 'node:os';

/** Windows says where a path begins by a drive, or by two separators. */
const WINDOWS = /^(?:[a-z]:[\\/]|\\)/i;
/** Where the folders of users are: what stands behind is a user's name. */
const HOMES = /^(?:\/home\/[^/]+|\/users\/[^/]+|\/root(?=\/|$)|~[^/]*|[a-z]:\/users\/[^/]+)/i;
const DRIVE = /^[a-z]:/i;

/** Who is not to be named. */
export interface Self {
  home: string;
  user: string;
}

/** Whether a text is a path that begins at a root, at a home, or leads out of the folder it starts from. */
export const leadsAway = (text: string): boolean =>
  /^[/~]/.test(text) || WINDOWS.test(text) || text.split('/').includes('..');

/** The names along a path of which none is the user's, from the outermost. */
export function publicNames(path: string, self: Self = whoWeAre()): string[] {
  const forward = WINDOWS.test(path) ? path.replaceAll('\\', '/') : path;
  const isOwn = forward === self.home || forward.startsWith(`${self.home}/`);
  const below = isOwn ? forward.slice(self.home.length) : forward.replace(HOMES, '');
  return below
    .replace(DRIVE, '')
    .split('/')
    .filter(name => !['', '.', '..', self.user].includes(name));
}

/** The last of the names along a path, or more of them, as a relative path. */
export function lastNames(path: string, count = 1): string {
  const shown = publicNames(path).slice(-count).join('/') || '.';
  // Else it would be an option, or name a file in place of a text.
  return /^[-@]/.test(shown) ? `./${shown}` : shown;
}

/**
 * A path as it may be published: of one that leads away its last name, since the folders before it are of
 * the machine alone, and may name its user.
 */
export function publicPath(path: string): string {
  if (leadsAway(path)) return lastNames(path);
  const names = publicNames(path);
  const isWhole = names.length === path.split('/').filter(name => !['', '.'].includes(name)).length;
  return isWhole ? path : names.join('/') || '.';
}

function whoWeAre(): Self {
  try {
    return { home: homedir(), user: userInfo().username };
  } catch {
    // A container may run as nobody that it knows.
    return { home: homedir(), user: '' };
  }
}
