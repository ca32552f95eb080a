import type { FORMS } from '../wording/lexicon.js';

/** The bare data of a person: enough to mention one, to date one and to choose one. */
export interface Life {
  /** 0 is the father of 1, who is the father of 2 and 3. */
  member: number;
  woman: boolean;
  given: string;
  family: string;
  middle: string | undefined;
  profession: string;
  born: number;
  /** None for the living. */
  died: number | undefined;
  /** Number of the family's home town. */
  home: number;
  /** Another member of the house has the same name. */
  namesake: boolean;
}

/** What a work's maker is to it. */
export type Making = keyof typeof FORMS;

/** The bare data of a work: enough to name and to date it. */
export interface Origin {
  /** Number of the person who made it. */
  maker: number;
  making: Making;
  form: string;
  year: number;
}

/** The bare data of an organization: enough to name and to date it. */
export interface Founding {
  /** Number of the person who founded it. */
  founder: number;
  year: number;
  title: string;
}
