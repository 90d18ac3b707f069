import { normaliseColumn } from '../../altcraft/captions.ts'

/** What the words of a column's name say about the type of its values; the values have the last word. */
export interface HeaderHints {
  /** Names of things in digits or letters, which nobody adds up: numbers, codes, ids. */
  isCode: boolean
  /** Amounts of money. */
  isMoney: boolean
  /** Often amounts, often shares or points: the values must look like amounts. */
  mayBeMoney: boolean
  /** Figures that are no money: counts, shares, points, measures. */
  isQuantity: boolean
  /** One of few: status, type, level, channel. */
  isChoice: boolean
  /** Several of few: tags, interests. */
  isTags: boolean
  /** Every record has its own: names, addresses, notes. */
  isFree: boolean
  isPhone: boolean
  /** Days or moments. */
  isDate: boolean
  isYesNo: boolean
}

/** Beginnings of words, English and Russian; transliterated Russian is read as it sounds. `=` marks whole words. */
const parts = {
  isCode: `=id =ids =uid =guid =uuid =gid =xid =no =nr =num =hash =zip =ean =upc =vin =imei =imsi =iban =bic =bin =inn =kpp =ogrn =bik =okpo
    =oked =okved =snils =sku =asin =isbn =vat =cnpj =pin =ssn =ip =key token code index= =index postal =post postcode barcode passport article
    serial account contract invoice =card cardno cardnum =number =ref reference =license =licence ident cookie =тн =тнвэд
    код номер =ном индекс инн кпп огрн бик окпо оквэд снилс паспорт артикул штрих серийн договор лицев идент карт =счет =снилс kod nomer
    artikul shtrih dogovor =ключ =хэш =хеш =гтин gtin`,
  isMoney: `price cost amount =amt =sum =summ =total revenue spent spend spending budget salary income payment =ltv =clv =aov =gmv =arpu fee
    turnover debt cashback =check =cheque =bill invoice_total =worth =value expens margin profit limit_sum deposit prepay
    бюдж цен стоимост сумм выручк оборот бюджет зарплат оклад доход расход оплат платеж =чек =чека чеки долг задолж кэшбэк кешбэк кешбек марж прибыл
    себестоим трат депозит предоплат аванс tsena cena stoimost summa vyruchk viruchk oborot byudzhet zarplat dokhod dohod oplat =chek
    =rub =руб =usd =eur =byn =kzt =тенге =uah =долл =евро =₽`,
  mayBeMoney: `paid tax =vat =gst =subtotal discount shipping delivery balance refund =tip =tips saving credit owed
    налог =ндс скидк доставк баланс остат возврат экономи nalog =nds skidk dostavk balans ostat =itogo =итого =итог`,
  isQuantity: `=qty quantit =count counts =cnt =n number_of =pcs share percent =pct =rate ratio =score scoring points =point bonus =weight
    =height =width =length =volume =age =days =hours =minutes =months =years =seats =users =employees =children =kids =visits =orders =purchases =clicks =opens =sessions =views
    =rating =rank =nps =csat discount_percent =lat =lon =lng latitude longitude =kg =cm =mm =ml =gb =km =temperature =probability
    колич =кол =колво числ =шт штук дол процент балл бонус рейтинг оценк скоринг вес =рост ширин длин высот объем возраст дней
    часов минут месяцев лет визит заказов покупок кликов открыт просмотр сесси температур вероятност =индекса коэфф балов =дн =дня =дней =мес =ч =мин =лет =сек =г =кг =мл =см =мм =м kolich =kol
    kolvo ball protsent procent vozrast =раз`,
  isChoice: `currenc =ccy валют status =type =kind level tier categor =cat class channel source segment =group =gender =sex plan tariff method role stage priorit
    grade format mode reason size =state brand colo =material season =season language =lang device platform =os browser operator carrier
    cluster =persona position_level frequency marital education employment =model department division branch store shop =unit warehouse
    delivery_type rating_group fuel gearbox body_type =method medium =variant preference preferred favorite favourite
    статус тип =вид виды видо уров категор класс канал источник сегмент групп =пол тариф способ рол этап стад приорит формат режим причин
    размер бренд марк цвет материал сезон язык устройств платформ браузер оператор кластер частот образован занятост семейн отдел
    подразделен филиал магазин склад предпочит предпочт любим вариант метод статья направлен ед
    kategor =tip uroven kanal istochnik =vid sposob tarif magazin filial segment gruppa rol etap`,
  isTags: `tag label interest categories topics hobb skill =subscriptions groups preferences segments lists colors sizes brands channels
    features languages тег метк интерес увлечен хобби навык рубрик категории темы подписки сегменты списки бренды каналы языки предпочтения
    teg interes hobbi`,
  isFree: `=name names firstname lastname surname fullname =title address street =city town =village district region_name comment note
    descript text message =url =link href website =site email e_mail mail =login username nickname =nick author city home_town
    =имя имен имени фамил отчеств =фио назван наимен заголов адрес улиц город насел коммент примеч описан заметк сообщен текст ссылк сайт
    почт =мейл логин никнейм ник автор район деревн =кличка кличк imya familiya otchestvo =fio nazvan adres gorod ulitsa ulica kommentar
    primech opisan pochta`,
  isPhone: `phone tel mobile =cell msisdn whatsapp viber телефон =тел мобил сотов ватсап вотсап whats telefon mobil`,
  isDate: `date =dt =day =ts =at =on timestamp birth =dob =bday =since =until expir дата даты =дат рожден data_ =data dat_`,
  isYesNo: `=is =has =have =can =flag =active =enabled =allow =agree consent optin =opt subscrib =vip member verified confirmed deleted blocked
    =есть наличи флаг =актив согласи =соглас подписан разреш является участ подтвержд удален заблок признак =вип soglasie`,
} as const satisfies Record<keyof HeaderHints, string>

type Hint = keyof HeaderHints

interface Lexicon {
  whole: ReadonlySet<string>
  beginnings: readonly string[]
}

const lexicons = new Map<Hint, Lexicon>(Object.entries(parts).map(([hint, text]) => [hint as Hint, toLexicon(text)]))

function toLexicon(text: string): Lexicon {
  const words = text.split(/\s+/)
  return {
    whole: new Set(words.filter((word) => word.startsWith('=')).map((word) => word.slice(1))),
    beginnings: words.filter((word) => word !== '' && !word.startsWith('=')),
  }
}

/** The words of a column's name, in lower case: `orderStatus`, `order_status` and `Order status` are two words. */
export function headerWords(column: string): string[] {
  const parted = column.replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
  return normaliseColumn(parted).split(' ')
}

/** What the name of a column hints at; nothing for a name of unknown words. */
export function readHeader(column: string): HeaderHints {
  const words = headerWords(column)
  const has = (hint: Hint) => words.some((word) => isOf(lexicons.get(hint), word))
  return {
    isCode: has('isCode') && !/(^| )number of /.test(words.join(' ')),
    isMoney: has('isMoney') || /[₽$€£₸₴]/.test(column),
    mayBeMoney: has('mayBeMoney'),
    isQuantity: has('isQuantity') || /(^| )number of /.test(words.join(' ')) || column.includes('%'),
    isChoice: has('isChoice'),
    isTags: has('isTags'),
    isFree: has('isFree'),
    isPhone: has('isPhone'),
    isDate: has('isDate'),
    isYesNo: has('isYesNo'),
  }
}

function isOf(lexicon: Lexicon | undefined, word: string): boolean {
  if (lexicon === undefined) return false
  return lexicon.whole.has(word) || lexicon.beginnings.some((part) => word.startsWith(part))
}
