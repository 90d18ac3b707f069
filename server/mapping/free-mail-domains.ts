/** Mail providers whose domains say nothing about a person's company. */
export const freeMailDomains: ReadonlySet<string> = new Set(
  `
  mail.ru bk.ru inbox.ru list.ru internet.ru xmail.ru vk.com
  yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua yandex.uz yandex.com.tr narod.ru
  rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru rambler.ua
  gmail.com googlemail.com outlook.com hotmail.com hotmail.ru hotmail.co.uk hotmail.fr hotmail.de live.com live.ru msn.com
  yahoo.com ymail.com rocketmail.com yahoo.co.uk yahoo.fr yahoo.de yahoo.co.jp yahoo.co.in
  icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com hey.com zoho.com
  gmx.de gmx.net gmx.com gmx.at web.de t-online.de freenet.de mail.com email.com usa.com
  ukr.net i.ua meta.ua bigmir.net tut.by mail.kz mail.uz mail.by pochta.ru hotbox.ru newmail.ru nm.ru qip.ru sibmail.com e1.ru
  seznam.cz wp.pl o2.pl interia.pl onet.pl libero.it virgilio.it orange.fr free.fr laposte.net wanadoo.fr
  qq.com 163.com 126.com sina.com naver.com daum.net hanmail.net rediffmail.com
  mailinator.com guerrillamail.com yopmail.com 10minutemail.com temp-mail.org privaterelay.appleid.com
  `
    .trim()
    .split(/\s+/),
)
