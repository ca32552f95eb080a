import type { PublicForms } from '../../export/target.js';
import type { SettingsOf } from '../values.js';
import { publicCommand } from './command.js';
import { publicManifest } from './manifest.js';

/**
 * Commands and manifests as an export may publish them.
 *
 * @param settings of the export, resolved
 */
export const publicForms = (settings: Partial<SettingsOf<'export'>>): PublicForms => ({
  manifest: publicManifest,
  command: (words, before) => {
    const values: Readonly<Record<string, unknown>> = settings;
    return publicCommand(words, { before, meant: name => values[name] });
  },
});
