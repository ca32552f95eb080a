import type { Random } from '../../random.js';
import type { Kind } from '../numbering.js';
import type { World } from '../world.js';
import { describeCountry, nameCountry } from './countries.js';
import type { Name, Part } from './entity.js';
import { describeEvent, nameEvent } from './events.js';
import { describeLandmark, nameLandmark } from './landmarks.js';
import { describeOrganization, nameOrganization } from './organizations.js';
import { describePerson, namePerson } from './people.js';
import { describeRegion, nameRegion } from './regions.js';
import { describeTown, nameTown } from './towns.js';
import { describeWork, nameWork } from './works.js';

/** How a kind of entity is named and described. */
interface Craft {
  name: (world: World, index: number) => Name;
  /** Sentences that tell facts, the most important first. */
  describe: (world: World, index: number, random: Random) => Part[];
}

/** All kinds of entities. */
export const CRAFTS: Record<Kind, Craft> = {
  country: { name: nameCountry, describe: describeCountry },
  region: { name: nameRegion, describe: describeRegion },
  town: { name: nameTown, describe: describeTown },
  person: { name: namePerson, describe: describePerson },
  work: { name: nameWork, describe: describeWork },
  organization: { name: nameOrganization, describe: describeOrganization },
  event: { name: nameEvent, describe: describeEvent },
  landmark: { name: nameLandmark, describe: describeLandmark },
};
