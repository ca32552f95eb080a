/** Some settings under one name; what is given beside it wins. */
export interface Preset {
  readonly help: string;
  /** By the names of the table; only settings that a command takes count. */
  readonly values: Readonly<Record<string, unknown>>;
}

export const PRESETS: Readonly<Record<string, Preset>> = {
  /** The reference's later runs. */
  loongrl: {
    help: 'hex8 keys, 4 hops, 4-per-1024 chains, gaussian placement',
    values: { keyFormat: 'hex8', hops: 4, chains: { per1024: 4 }, placement: 'gaussian' },
  },
};
