import { keyedPermutation, type Permutation, type Random } from '../../random.js';
import { COUNTRIES, REGIONS } from '../numbering.js';
import { capital } from '../wording/words.js';
import { LANGUAGES, type Language } from './languages.js';

/** What the name tables are made of; every string stands in one place only. */
interface Tables {
  countries: string[];
  regions: string[];
  towns: string[];
  families: string[];
  sights: string[];
  men: string[];
  women: string[];
}

const SIZES = {
  countries: COUNTRIES / LANGUAGES.length,
  regions: REGIONS / LANGUAGES.length,
  towns: 9000,
  families: 5000,
  sights: 3000,
  given: 200,
};
const BEFORE = ['Upper', 'Lower', 'New', 'Old', 'Great', 'Little', 'Outer'];
/** Of sixteen towns of a language one is "New X", and one has the name of another of them. */
const TOWNS_A_GROUP = 16;
const PLAIN_TOWNS = 14;

/** Names for indices without end, each a pure function of (seed, index). */
export interface Names {
  country(index: number): { name: string; adjective: string };
  region(index: number): string;
  /** `again` means that another town has the same name. */
  town(index: number): { name: string; again: boolean };
  /** The family name that belongs to one house only. */
  family(house: number): string;
  sight(index: number): string;
  /** A given name; neighbours in `choice` are different names. */
  given(language: number, woman: boolean, choice: number): string;
}

/** Makes the name tables of a world (a few megabytes, whatever the world's size). */
export function makeNames(seed: number, randomOf: (...key: (string | number)[]) => Random): Names {
  const taken = new Set<string>();
  const tables = LANGUAGES.map((language, at) =>
    makeTables(language, randomOf('names', at), taken),
  );
  const permutations = new Map<string, Permutation>();
  const spread = (space: string, language: number, size: number, index: number) => {
    const key = `${space} ${language}`;
    let permutation = permutations.get(key);
    if (!permutation) {
      permutation = keyedPermutation(size, 'world names', seed, space, language);
      permutations.set(key, permutation);
    }
    return { slot: permutation.at(index % size), turn: Math.floor(index / size) };
  };
  const pick = (space: 'towns' | 'families' | 'sights', language: number, index: number) => {
    const table = tables[language]![space];
    const { slot, turn } = spread(space, language, table.length, index);
    return numbered(table[slot]!, turn);
  };
  const split = (index: number): [language: number, rank: number] => [
    index % LANGUAGES.length,
    Math.floor(index / LANGUAGES.length),
  ];

  return {
    country: index => {
      const [language, rank] = split(index);
      const stem = tables[language]!.countries[rank]!;
      const [name, adjective] = LANGUAGES[language]!.country;
      return { name: stem + name, adjective: stem + adjective };
    },
    region: index => {
      const [language, rank] = split(index);
      return tables[language]!.regions[rank]!;
    },
    town: index => {
      const [language, rank] = split(index);
      const group = Math.floor(rank / TOWNS_A_GROUP);
      const place = rank % TOWNS_A_GROUP;
      if (place < PLAIN_TOWNS) {
        return { name: pick('towns', language, group * PLAIN_TOWNS + place), again: false };
      }
      if (place > PLAIN_TOWNS) {
        const shared = group * PLAIN_TOWNS + ((group * 5 + language) % PLAIN_TOWNS);
        return { name: pick('towns', language, shared), again: true };
      }
      const size = SIZES.towns * BEFORE.length;
      const { slot, turn } = spread('prefixed', language, size, group);
      const town = tables[language]!.towns[slot % SIZES.towns]!;
      const before = BEFORE[Math.floor(slot / SIZES.towns)]!;
      return { name: numbered(`${before} ${town}`, turn), again: false };
    },
    family: house => {
      const [language, rank] = split(house);
      const quarter = Math.floor(rank / 4);
      if (rank % 4 < 3) return pick('families', language, quarter * 3 + (rank % 4));
      const { slot, turn } = spread('double', language, SIZES.families ** 2, quarter);
      const { families } = tables[language]!;
      const first = families[Math.floor(slot / SIZES.families)]!;
      return numbered(`${first}-${families[slot % SIZES.families]!}`, turn);
    },
    sight: index => pick('sights', ...split(index)),
    given: (language, woman, choice) => {
      const { men, women } = tables[language]!;
      const table = woman ? women : men;
      return table[choice % table.length]!;
    },
  };
}

function makeTables(language: Language, random: Random, taken: Set<string>): Tables {
  const pick = (list: readonly string[]): string => list[random.below(list.length)]!;
  const list = (size: number, endings: readonly string[], syllables = 1.6): string[] => {
    const made: string[] = [];
    while (made.length < size) {
      const long =
        random.float() < syllables - 1 ? pick(language.onsets) + pick(language.nuclei) : '';
      const stem = long + pick(language.onsets) + pick(language.nuclei) + pick(language.codas);
      const name = capital(stem + pick(endings));
      if (name.length > 13 || /(.)\1\1/u.test(name) || taken.has(name)) continue;
      taken.add(name);
      made.push(name);
    }
    return made;
  };
  return {
    countries: list(SIZES.countries, [''], 1.4),
    regions: list(SIZES.regions, language.regions, 1.3),
    men: list(SIZES.given, language.men, 1.2),
    women: list(SIZES.given, language.women, 1.2),
    towns: list(SIZES.towns, language.towns),
    families: list(SIZES.families, language.families),
    sights: list(SIZES.sights, [''], 1.9),
  };
}

/** Past the end of a table its names come again, told apart by a number. */
function numbered(name: string, turn: number): string {
  return turn === 0 ? name : `${name} ${turn + 1}`;
}
