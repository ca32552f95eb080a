/** The words of the world, as plain lists; what is done with them stands elsewhere. */
const words = (text: string): readonly string[] => text.split(' ');
const lines = (text: string): readonly string[] => text.trim().split(/\s*\|\s*/u);

/** The twelve months of the common calendar. */
export const MONTHS = words('Rime Sleet Thaw Seed Bloom Mead Hay Gold Sheaf Leaf Fog Lantern');

export const ADJECTIVES = words(
  'Salt Hollow Crimson Patient Drowned Amber Silent Broken Winter Copper Distant Paper Velvet ' +
    'Burning Quiet Second Iron Glass Wandering Forgotten Hidden Northern Pale Last Bitter Golden ' +
    'Unfinished Blue Lesser Crooked Sleeping Borrowed Scarlet Ninth Empty Wooden Gentle Blind ' +
    'Faithful Restless Midnight Silver Green Stolen Narrow Ashen Early Reluctant Painted Twelfth ' +
    'Honest Barren Frozen Idle Thirsty Royal Humble Marble Stray Loyal Sudden Secret Eastern ' +
    'Weightless Tidal Vanishing Stubborn Feathered Hungry Luminous Rusted Solemn Wild Woven Lame',
);

export const NOUNS = words(
  'Lantern Orchard Harbour Clock Sparrow Bridge Garden Compass Letter Mirror Tide Bell River ' +
    'Crown Stair Ferry Winter Ladder Archive Mountain Widow Cartographer Beekeeper Engine Island ' +
    'Cathedral Kite Heron Window Ledger Market Storm Thread Fiddler Lighthouse Wolf Harvest Mill ' +
    'Feast Anchor Shepherd Star Violin Comet Tower Road Key Shadow Mask Candle Fox Rain Quarry ' +
    'Glacier Library Salt Ember Saddle Hourglass Magpie Vineyard Causeway Nightingale Pilgrim ' +
    'Astronomer Kingdom Swan Map Voyage Miller Furnace Oath Moth Chapel Raven Weaver Song Pearl ' +
    'Drum Meadow Silence Cradle Lock Almanac Sailor Needle Postman Atlas Owl Well Locksmith Pier',
);

export const WRITERS = words('novelist poet playwright essayist historian satirist');
export const COMPOSERS = words('composer organist songwriter violinist');
export const PAINTERS = words('painter muralist engraver portraitist');
export const DIRECTORS = lines('film director | screenwriter | documentarian');
export const OTHERS = lines(
  `botanist | engineer | architect | astronomer | cartographer | merchant | surgeon | diplomat |
  admiral | mathematician | clockmaker | geologist | printer | explorer | jurist | chemist |
  shipbuilder | beekeeper | theologian | philologist`,
);

export const FORMS = {
  author: lines('novel | play | poetry collection | travelogue'),
  composer: lines('opera | symphony | song cycle | ballad'),
  painter: lines('painting | altarpiece | series of engravings'),
  director: lines('film | silent film | documentary'),
} as const;

/** What nearly anyone may leave behind. */
export const MEMOIR = 'memoir';

export const COLLEGES = lines(
  `College | Academy of Music | Institute of Tidal Studies | School of Navigation | Observatory |
  Polytechnic | School of Drawing | Seminary`,
);
export const COMPANIES = lines(
  `Shipping Co. | Bros. Foundry | & Sons | Press | Clockworks Ltd. | Glass Co. | Bank |
  Brewing Co. KG | Paper Mills | Airship Works | Theatre Company | Instrument Co.`,
);

export const TRADES = lines(
  `salt fish | bell-founding | lens grinding | paper-making | lace | cider | slate | felt hats |
  tin toys | rope | honey | violin strings | blue pottery | ferry building | wool | almanacs |
  smoked cheese | clock springs | marbled paper | glass floats`,
);

export const STONES = words('sandstone granite limestone brick slate basalt timber marble');

export const CURRENCIES = words(
  'crown florin talen merk dorin pistole skell orra vint sceat lirra groat dukaat tolar',
);

export const STATES = lines(
  `United Cantons of | Free Ports of | Republic of | Confederation of | Grand Duchy of |
  Kingdom of | Commonwealth of | Sworn Valleys of`,
);

export const DUTIES = lines(
  `judging the town's cider | keeping bees | collecting tide tables | repairing clocks |
  copying old maps | learning the hurdy-gurdy | pressing mosses | playing chess by post |
  mending bells | translating sea shanties | counting migrating storks | building kites`,
);

export const DAYS = lines(
  'Lamp Night | the Feast of Nets | Bell Sunday | the Long Supper | Ferry Day | the Salt Fair',
);

export const MONARCHS = words('Osric Velda Tamar Ruan Idris Corvin Amalind Bertil Sunniva Radko');
