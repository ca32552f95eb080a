import type { SampleKind } from '../records/columns.js';
import type { Plan } from '../settings/plan.js';
import { SETTINGS } from '../settings/table.js';
import { chainsOf, type SampleSettings } from './recipe.js';

/** What kind of samples are made, which says what columns they have. */
export function sampleKindOf(
  settings: Pick<Partial<SampleSettings>, 'chains' | 'keepContext' | 'keys'>,
): SampleKind {
  if (settings.keys !== undefined) return 'needle';
  if (!chainsOf(settings)) return 'plain';
  return settings.keepContext ? 'keychain_with_context' : 'keychain';
}

/** The same of the samples that a plan has made. */
export function plannedKindOf({ command, settings }: Plan): SampleKind {
  if (command === 'needle') return 'needle';
  const { chains, 'keep-context': keepContext } = settings;
  return sampleKindOf({
    ...(chains !== undefined && { chains: SETTINGS.chains.kind.read(`${chains}`) }),
    keepContext: keepContext === true,
  });
}
