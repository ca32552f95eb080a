import type { MutantResult } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import type { Reporter } from '@stryker-mutator/api/report';

/** What has been tried so far, in the process that runs Stryker: a run may be interrupted. */
export const soFar: MutantResult[] = [];

class SoFar implements Reporter {
  onMutantTested(result: Readonly<MutantResult>): void {
    soFar.push(result);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'so-far', SoFar)];
