/** Forms of address before a name, and what stands behind one; in lower case, without dots. */
export const titles = new Set(
  'mr mrs ms miss mx dr prof sir dame lady lord herr frau monsieur madame mme señor señora г-н г-жа гн гжа господин госпожа тов товарищ др д-р проф профессор доктор'.split(
    ' ',
  ),
)
export const suffixes = new Set('jr sr ii iii iv esq phd md мл ст младший старший'.split(' '))

/** Parts of a surname that are written before it: `Ludwig van Beethoven`. */
export const particles = new Set(
  'van von der den de del della di da dos das du la le ter ten bin ibn al el zu zur фон ван де дер ди да ла ле дю бин ибн аль эль'.split(
    ' ',
  ),
)

/** Behind a father's name: `Гасан оглы`. */
export const patronymicMarks = new Set('оглы оглу кызы кизи гызы улы уулу oglu ogly oglou qizi kyzy gizi'.split(' '))

/** `Иванович`, `Сергеевна`, `Ильич`, `Никитична`, `Ильинична`, in either script. */
export const patronymic =
  /^\p{L}+(?:ович|евич|ёвич|ильич|кузьмич|лукич|фомич|никитич|саввич|овна|евна|ёвна|инична|ична|ovich|evich|yevich|ovna|evna|yevna|inichna|ichna)$/iu

const surname =
  /(?:[ое]в|ёв|[иы]н|[ое]ва|ёва|[иы]на|ск(?:ий|ая|ой)|цк(?:ий|ая)|енко|[уюа]к|ян|(?<=\p{L}{3})(?:ой|ый|ая)|дзе|швили|ов[иы]ч|евич|их|ых|ov|ev|ova|eva|sky|skiy|skaya|ska|ski|enko|chuk|yan|dze|shvili)$/iu

/** Given names that end like surnames. */
const givenNames = new Set(
  `лев яков иаков ростислав константин валентин августин вениамин мартин бенедикт эдвин галин марин кристин
  марина ирина полина екатерина валентина кристина галина нина алина карина арина дина ангелина антонина василина
  регина янина зарина сабина альбина эвелина инна жанна фаина ярина павлина капитолина акулина лина тина мина эмина
  амина дарина ева севак исаак марк ян себастьян кристиан дамиан вивиан лилиан мариян стоян севастьян демьян лукьян касьян
  марина marina irina polina ekaterina valentina kristina galina nina alina karina arina dina angelina antonina regina
  lev yakov martin konstantin valentin eva ian yan ryan bryan`.split(/\s+/),
)

/** Whether a word is rather a surname than a given name. */
export function isSurnameLike(word: string): boolean {
  return surname.test(word) && !givenNames.has(word.toLowerCase())
}
