import type { Random } from '../../random.js';
import { entityAt, numberOf } from '../numbering.js';
import { dayIn } from '../wording/calendar.js';
import { DUTIES } from '../wording/lexicon.js';
import { type Line, pick, tell } from '../wording/lines.js';
import { a, capital } from '../wording/words.js';
import type { World } from '../world.js';
import type { Fact, Name, Part } from './entity.js';
import { refer } from './facts.js';
import { NOW } from './lives.js';
import { collegeNear } from './organizations.js';
import { countryOfTown } from './towns.js';

interface Sitter {
  family: string;
  she: string;
  her: string;
  herself: string;
  /** What the sentence is about: a town, a person, a school. */
  other: string;
  /** A number between 0 and 59, for what does not matter. */
  some: number;
  /** A pastime. */
  duty: string;
}

const BORN: readonly Line<Sitter>[] = [
  s => `${capital(s.she)} was born in ${s.other}, where the family kept a house by the market.`,
  s => `Born in ${s.other}, ${s.she} learned to read from a neighbour's almanacs.`,
  s =>
    `${capital(s.she)} was born in ${s.other} during a hard winter and was carried to the font in a bread basket.`,
  s =>
    `${capital(s.her)} birthplace was ${s.other}, a fact that ${s.she} seldom failed to mention.`,
  s => `A native of ${s.other}, ${s.family} left home early but returned there every autumn.`,
  s =>
    `Born in ${s.other} on the night of the great comet (or so ${s.she} maintained), ${s.she} slept badly all ${s.her} life.`,
  s => `${s.family} was born in ${s.other}, above a shop that sold rope and sheet music.`,
  s =>
    `${capital(s.she)} was born in ${s.other}; the house, No. ${s.some + 2}, is now a museum of locks.`,
];
const RAISED: readonly Line<Sitter>[] = [
  s => `${s.family} was a child of ${s.other} and grew up among ${s.her} father's papers.`,
  s =>
    `${capital(s.she)} was raised by ${s.her} father, ${s.other}, who taught ${s.herself} to keep accounts.`,
  s => `${capital(s.her)} father was ${s.other}; of ${s.her} mother little is recorded.`,
  s => `${capital(s.her)} father, ${s.other}, wished for a banker and said so at every supper.`,
  s =>
    `As a child of ${s.other}, ${s.she} was expected to do great things, and was left ${s.some + 3} ledgers to do them in.`,
];
const STUDIED: readonly Line<Sitter>[] = [
  s =>
    `${capital(s.she)} studied at ${s.other}, leaving with honours and a debt of ${s.some + 3} crowns.`,
  s =>
    `At the age of ${17 + (s.some % 5)} ${s.she} entered ${s.other}, where ${s.she} was better known for ${s.duty}.`,
  s =>
    `${s.family} was educated at ${s.other} and kept up a correspondence with its librarians for life.`,
  s => `${capital(s.she)} trained at ${s.other}, which expelled ${s.herself} twice for ${s.duty}.`,
];

/** A name such as `Tavin Orrel`, or `J. R. Orrel`; namesakes are told apart by their profession. */
export function namePerson(world: World, index: number): Name {
  const { given, middle, family, namesake, profession } = world.life(index);
  const whole = middle ? `${given} ${middle} ${family}` : `${given} ${family}`;
  const bare = middle ? `${given[0]}. ${middle[0]}. ${family}` : whole;
  const aliases = middle ? [whole] : [];
  if (!namesake) return { title: bare, mention: bare, bare, aliases };
  return { title: `${bare} (${profession})`, mention: `the ${profession} ${bare}`, bare, aliases };
}

export function describePerson(world: World, index: number, random: Random): Part[] {
  const number = numberOf('person', index);
  const { member, woman, given, middle, family, profession, home, born, died } = world.life(index);
  const nation = world.names.country(countryOfTown(entityAt(home).index)).adjective;
  const birth = dayIn(random, born);
  const death = dayIn(random, died ?? NOW);
  const sitter = (other: string): Sitter => ({
    family,
    she: woman ? 'she' : 'he',
    her: woman ? 'her' : 'his',
    herself: woman ? 'her' : 'him',
    other,
    some: random.below(60),
    duty: pick(random, DUTIES),
  });

  const vital: Fact[] = [
    { relation: 'born', answer: birth.day, aliases: [birth.alias], value: born },
    { relation: 'nationality', answer: nation },
    { relation: 'profession', answer: profession },
  ];
  if (died) {
    vital.push({ relation: 'died', answer: death.day, aliases: [death.alias], value: died });
  }
  const full = [given, middle, family].filter(Boolean).join(' ');
  const dates = died ? `${birth.day} – ${death.day}` : `born ${birth.day}`;
  const town = random.below(5) < 3 ? home : world.near('town', number, random);
  const parts: Part[] = [
    { text: `${full} (${dates}) ${died ? 'was' : 'is'} ${a(nation)} ${profession}.`, facts: vital },
    {
      text: tell(random, BORN, sitter(world.name(town).mention)),
      facts: [refer(world, 'birthplace', town)],
    },
  ];
  if (member > 0) {
    const father = numberOf('person', index - (member === 3 ? 2 : 1));
    parts.push({
      text: tell(random, RAISED, sitter(world.name(father).mention)),
      facts: [refer(world, 'father', father)],
    });
  }
  const school = collegeNear(world, number, born + 17, random);
  if (school !== undefined) {
    parts.push({
      text: tell(random, STUDIED, sitter(world.name(school).mention)),
      facts: [refer(world, 'school', school)],
    });
  }
  return parts;
}
