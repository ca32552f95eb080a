import { keychain } from 'keychain-pipeline';

const [summary] = await keychain({
  dataset: ['hotpot.json'],
  maxSeqLength: [4096, 8192],
  numSamples: 20,
  saveDir: 'out',
});
for (const { file, samples, tokens } of summary?.outputs ?? []) {
  console.log(`${file}: ${samples} samples, ${tokens?.mean} tokens on average`);
}
