/**
 * How the names of one part of the world sound. A name is one or two syllables (onset, nucleus,
 * coda) and an ending that tells what it names.
 */
export interface Language {
  onsets: string[];
  nuclei: string[];
  codas: string[];
  towns: string[];
  regions: string[];
  families: string[];
  men: string[];
  women: string[];
  /** Ending of a country's name, and of the adjective made of it. */
  country: [name: string, adjective: string];
}

const words = (text: string): string[] => text.split(' ');

/** The eight languages; an entity's language is its index modulo eight. */
export const LANGUAGES: readonly Language[] = [
  {
    onsets: words('b br d dr f g gr h k kr m n r s sk st t tr v'),
    nuclei: words('a e i o u å ø ei'),
    codas: words('l n r rn sk ld nd rs v lm'),
    towns: words('holt vik stad nes haven fjell by sund'),
    regions: words('marken lund viken herred'),
    families: words('sen gaard dal berg strøm lie'),
    men: words('ar ulf e mund stein ik'),
    women: words('a hild dis unn run ne'),
    country: ['mark', 'markish'],
  },
  {
    onsets: words('b c ch f g gl l m n p r s t v z'),
    nuclei: words('a e i o u ia ie'),
    codas: words('l n r s ll nt rr st'),
    towns: words('ezza ara igno ona etto anova iccia'),
    regions: words('egna orio anza aggio'),
    families: words('elli onti asso ucci ardo ini'),
    men: words('o io ano ino esto'),
    women: words('a ia etta ina essa'),
    country: ['onia', 'onian'],
  },
  {
    onsets: words('c d dw g gw h ll m n p r rh t tr w'),
    nuclei: words('a e i o w y ae wy'),
    codas: words('dd n r th l s ff ch rn'),
    towns: words('wen fach porth mawr coed aber ys'),
    regions: words('iog wynedd fro ydd'),
    families: words('ow an ell ydden is ard'),
    men: words('an wyn og ion ys'),
    women: words('en wen eth ys is'),
    country: ['wydd', 'wyddian'],
  },
  {
    onsets: words('b č d g h j k l m n p r s š t v z ž'),
    nuclei: words('a e i o u á é ě'),
    codas: words('k l n r v sl br t d m'),
    towns: words('ovice ín any ec šov grad ice'),
    regions: words('sko ava ina ovsko'),
    families: words('ák ek ný ovič al ík'),
    men: words('an ek oš mir slav'),
    women: words('ena ka ina mila ana'),
    country: ['avia', 'avian'],
  },
  {
    onsets: words('a al b d f h j k m n q r s t y z'),
    nuclei: words('a i u aa ee ai'),
    codas: words('b d f h l m n r s z sh'),
    towns: words('abad an eh iya ut ur'),
    regions: words('istan ariya unat amir'),
    families: words('i awi ani ari uddin oun'),
    men: words('im ir an ad il'),
    women: words('a iya een ah ana'),
    country: ['esh', 'eshi'],
  },
  {
    onsets: words('b d f g h j k l m n p s t tw y z mb nd'),
    nuclei: words('a e i o u'),
    codas: words('b d k l m n r s t nd ng'),
    towns: words('awa ulu imba oro ende asi'),
    regions: words('anda omo ungu ebele'),
    families: words('ongo ele umba iro adu ata'),
    men: words('o u i abo embe'),
    women: words('a ia ani esa ika'),
    country: ['anda', 'andan'],
  },
  {
    onsets: words('b bl c cl d f fl g l m n p r s t th w wh'),
    nuclei: words('a e i o u ea oo ow'),
    codas: words('ck ll m n r rd st th x lt'),
    towns: words('ford ley mouth wick bury combe worth'),
    regions: words('shire dale moor fold'),
    families: words('er man son wright ham ling'),
    men: words('en ric win ard bert'),
    women: words('a y wyn lin abel'),
    country: ['land', 'lander'],
  },
  {
    onsets: words('b ch d f g gr j l m n p r s t v'),
    nuclei: words('a e i o ou é eu oi'),
    codas: words('l n r s t ss nd rm'),
    towns: words('ois ac igny eaux ières ay on'),
    regions: words('ogne ais ergne anche'),
    families: words('et eau in ier aud elle'),
    men: words('ien ard ois in el'),
    women: words('ine ette ie elle anne'),
    country: ['ance', 'ançais'],
  },
];
