import { KeychainError } from '../errors.js';
import type { SettingsOf } from '../settings/values.js';
import type { Engine, Launch } from './engine.js';
import type { Pod } from './kubernetes-jobs.js';

/**
 * Jobs of Kubernetes (batch/v1): the index, the shards as one Indexed Job, the merge.
 *
 * Kubernetes does what is its own: it places pods, starts anew what fails, and does not count against
 * a shard that its node was taken away. No Job waits for another there, and pods that wait for others
 * would hold the room that those need. So `submit.sh` applies one Job after the other, and waits in
 * between. It may be ended and started again at any time: a Job that runs is left alone, one that has
 * ended is made anew, and a shard that is done ends at once.
 */
export const kubernetes: Engine = {
  help: 'an Indexed Job of Kubernetes, by kubectl',
  own: ['image', 'volume', 'envFrom', 'cpu', 'memory', 'parallelism'],
  prepare: async (launch, missing, settings) => {
    const pod = podOf(launch, settings);
    // Every command has the engines' names, and this one alone writes YAML.
    const { kubernetesJobs } = await import('./kubernetes-jobs.js');
    return kubernetesJobs(launch, missing, pod);
  },
};

/** @throws KeychainError USAGE for want of an image, or of a volume that the outputs are on */
function podOf(launch: Launch, settings: SettingsOf<'launch'>): Pod {
  const { image, volume = [], envFrom = [], cpu, memory, parallelism } = settings;
  if (image === undefined) {
    throw new KeychainError('USAGE', 'kubernetes needs --image NAME, which has the program in it');
  }
  const volumes = volume.map(each => {
    const [claim = '', path = ''] = each.split(':');
    return { claim, path };
  });
  if (!volumes.some(({ path }) => isBelow(launch.folder, path))) {
    throw new KeychainError(
      'USAGE',
      `${launch.folder}: is on no volume of the pods, which would be lost with them; name it with --volume CLAIM:/PATH, and a --save-dir below /PATH`,
    );
  }
  return { image, volumes, envFrom, cpu, memory, parallelism: parallelism ?? launch.shards };
}

const isBelow = (path: string, folder: string): boolean =>
  `${path}/`.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
