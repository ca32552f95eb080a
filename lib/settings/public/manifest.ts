import { type Fields, isFields } from '../../records/fields.js';
import { publicPath } from '../../values/public-path.js';
import { type Plan, planDigest } from '../plan.js';
import { hyphenated } from '../setting.js';
import { SETTINGS } from '../table.js';
import { publicCommand } from './command.js';

/**
 * A manifest as it may be published: its command, and names in its plan that are paths, without what is of
 * the machine alone. All else is as it was; where the plan is not, its digest is that of what it has become.
 */
export function publicManifest(manifest: Fields): Fields {
  const { command_line: given, ...rest } = manifest;
  const plan = isFields(manifest.plan) ? manifest.plan : {};
  const settings = isFields(plan.settings) ? plan.settings : {};
  const words = Array.isArray(given) ? given.filter(word => typeof word === 'string') : [];
  const command = publicCommand(words, { meant: name => settings[hyphenated(name)] });
  const shown = publicSettings(settings);
  const isSame = Object.keys(settings).every(name => shown[name] === settings[name]);
  const named = { ...plan, settings: shown };
  return {
    ...rest,
    ...(!isSame && { plan: named, plan_sha256: planDigest(named as unknown as Plan) }),
    ...(command && { command_line: command }),
  };
}

/** A model may be called by the folder that its server has loaded it from. */
function publicSettings(settings: Fields): Fields {
  const shown = { ...settings };
  for (const [name, { kind }] of Object.entries(SETTINGS)) {
    const value = settings[hyphenated(name)];
    const isPlace = 'names' in kind && kind.names === 'place';
    if (isPlace && typeof value === 'string') shown[hyphenated(name)] = publicPath(value);
  }
  return shown;
}
