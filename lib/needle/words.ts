import type { Random } from '../random.js';

/** No one of them ends in another. */
export const ADJECTIVES =
  `amber ample arctic atomic azure balmy barren bashful bitter blunt boreal brazen breezy briny bronze candid
  carmine cobalt coral cosmic crimson crisp cryptic damp dapper dapple dusky earnest ebony elfin fabled feral fervent
  fickle floral fluent frosty frugal gaudy gentle gilded glacial glossy golden gothic graceful hallow hazel hollow
  humble indigo ivory jagged jolly jovial juniper lavish limpid linen lively lofty lucid lunar magenta mellow merry
  misty modest mossy nimble nomad oaken olive opaque pastel pensive placid polar quaint quilted rustic sable
  scarlet serene silken solemn sombre spry stellar sturdy supple tawny tepid tidal timid umber velvet verdant vivid
  wistful zesty`.split(/\s+/);

/** No one of them begins with another. */
export const NOUNS =
  `abacus acorn anchor anvil apron badger bagpipe banjo barley beacon bellows biscuit blanket bobbin bonnet buckle
  bugle button cactus camel candle canoe carafe carrot cellar chisel cinder clover comet copper cradle cymbal daisy
  dolphin donkey easel falcon fiddle flagon flute fossil funnel gadget garnet gazelle ginger goblet hammer hamper
  harbor helmet heron hinge iceberg jasmine kettle lantern lemon lizard locket magnet mallet mango marble meadow
  mitten monocle muffin nettle nutmeg oboe orchid otter oyster paddle parrot pebble pepper pillow plum pulley
  pumpkin quarry rabbit radish raven ribbon rudder saddle salmon satchel shovel sickle spindle sparrow teapot thimble
  trumpet tulip turnip walnut wicker`.split(/\s+/);

/** How many different pairs of words there are. */
export const WORD_PAIRS = ADJECTIVES.length * NOUNS.length;

/** An adjective and a noun with a hyphen between them, such as `amber-lantern`; no one stands in another. */
export const wordPair = (random: Random): string =>
  `${ADJECTIVES[random.below(ADJECTIVES.length)]}-${NOUNS[random.below(NOUNS.length)]}`;
