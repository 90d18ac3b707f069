/** Orders, lines, products, money and campaigns. */
export const salesWords = `
order: order orders ord booking reservation deal deals sale sales receipt check contract agreement_no cart basket purchase_order po
  | заказ заказа заказов заказы зак бронь бронирование сделка сделки чек чека продажа продажи договор договора корзина корзины накладная
line: contents composition extended line lines item items position positions row line_item order_item entry orderline lineitem | состав содержимое позиция позиции позиций поз строка строки строк строке строка_заказа
product: dish meal menu ticket room policy plan_item license product products goods good article merchandise offer offers service services item_product sku_name course tour treatment prod
  | товарная товарный товарные блюдо блюда билет билеты номер_отеля абонемент программа программы тариф_название товар товара товары товаров тов продукт продукта продукты услуга услуги номенклатура номенклатуры предложение оффер изделие курс тур тариф_услуги
sku: sku article_number vendor_code vendorcode part_number mpn barcode_sku item_code product_code stock_code offer_id
  | артикул артикула арт код_товара вендор_код скю
code: code cd | код кода коды
barcode: barcode ean upc gtin isbn | штрихкод штрих_код шк
number: number no num nr numero nbr n_o | номер номера ном н
id: id ids identifier identificator uid guid uuid euid key pk _id recordid ref reference | ид айди идентификатор идентификатора ключ гуид
external: external ext remote foreign source_system legacy crm erp | внешний внешнего внешняя црм срм
total: gmv total totals grand_total sum overall summ | к_оплате итого итог итоговая итоговый всего общая общий сумма суммы сумм сум
sum: sum summ | сумма суммы сумм сум
cost: cost costs | стоимость ст_ть себестоимость
with_tax: incl_vat including_vat with_vat incl_tax | с_ндс вкл_ндс включая_ндс
discounted: with_discount after_discount | со_скидкой с_учетом_скидки после_скидки
undiscounted: before_discount without_discount | без_скидки до_скидки без_учета_скидки
amount: chg fee_amount order_value basket_value amount_due fee fees charge charges amount amt value money cost_total price_total paid_amount | к_оплате стоимость стоимости ст_ть
retail: retail | розничная розничный
price: price_each unit_cost list_price price prices cost unit_price rate_price unitprice selling_price retail_price msrp | цена_за_ед цена цены цен прайс розничная_цена
old: before old previous former prior original compare_at | старый старая до прежняя предыдущий прежний зачеркнутая
purchase_price: purchase_price cost_price wholesale_price cogs buying_price | закупочная закупка закупочн себестоимость оптовая
quantity: quantity qty count pcs pieces units_count q_ty amount_of_items quantity_ordered | количество колво кол_во к_во кол количеств штук шт
stock: stock inventory available_stock on_hand in_stock quantity_available leftover | остаток_на_складе наличие наличии в_наличии остатки_склада запас
unit: unit measure uom unit_of_measure measurement | единица единица_измерения ед_изм ед единиц измерения
discount: discount discounts rebate markdown reduction coupon_discount promo_discount | ск скидка скидки скидок скид дисконт
taxed: tax vat taxes sales_tax | ндс налог налога
currency: currency currencies ccy curr iso_currency currency_code | валюта валюты вал код_валюты
status: stat status statuses state condition stage_name stts | статус статуса статусы состояние состояния сост
stage: stage pipeline_stage funnel_stage step | этап этапа стадия стадии шаг
pipeline: pipeline funnel | воронка воронки пайплайн
payment: financial payment pay payments payment_method paid_via gateway paid prepay prepayment | оплата оплаты оплачен оплачено платеж платежа способ_оплаты предоплата оплач
revenue: raised collected revenue income earnings turnover_campaign proceeds gmv sales_amount | собрано пожертвований собранная выручка выручки доход дохода оборот_кампании принесла заработано
profit: profit margin roi markup | прибыль маржа рентабельность наценка
budget: budget spend_campaign ad_spend expenses cost_campaign | бюджет бюджета расход расходы затраты
parent: parent master group_id variant_of parent_id model_group | родитель_товара родительский родительского родительская группа_товара
category: category categories catalog section rubric collection department class | категория категории категорий кат раздел раздела рубрика каталог коллекция
description: body blurb description descr desc details about summary annotation | пояснение пояснения описание описания опис аннотация подробности характеристика характеристики
active: online active enabled published visible activity_flag is_active archived in_sale available availability is_available on_sale purchasable | активен активный активна активность_товара доступен доступность опубликован включен в_продаже архивный действует
variant: variant variants variation variations modification skus option_set | вариант варианты модификация модификации вариация торговое_предложение
regional: regional_data regional
campaign: news campaign campaigns mailing mailings newsletter_name scampaign blast broadcast issue send_out promo_action
  | кампания кампании кампаний рассылка рассылки рассылок акция_кампания выпуск
sends: sends sent sendings sends_total emails_sent members_sent dispatched sending messages_sent recipients_count recipients
  | отправлено отправки отправок отправл отпр разослано послано получателей
deliveries: delivered deliveries delivs delivs_total deliv_ok deliv delivered_count | доставлено доставленных доставл дошло
unique_opens: uopens uopens_total u_readed unique_opens | уникальных_открытий
unique_clicks: uclicks uclicks_total u_clicked unique_clicks
hard_bounces: hbounces hard_bounces
opens: opens open opened readed reads viewed opening views impressions_open open_count | открытия открытий открыто открыт открыли прочтений прочитано просмотров откр
clicks: clicks click clicked ctr_clicks link_clicks tapped | клики кликов клик кликнули переходы переходов перешли уник_клики перех
bounces: bounces bounced bounce sbounces undelivs deliv_bad undelivered not_delivered rejected_count errors_delivery failures
  | возвраты ошибки_возвраты недоставлено недоставок недоставленных отказы отказов ошибки_доставки возвраты_писем баунсы баунс отказ_доставки не_доставлено
complaints: complaints complains spam_reports spam complained | жалобы жалоб жалоба спам
rate: ставка rate ratio percent percentage pct share conversion_rate r | доля процент проц коэффициент показатель
open_rate: or_percent openrate open_rate uopen_rate | открываемость
click_rate: cr_percent ctr clickrate click_through_rate click_rate clickthrough cto | кликабельность ктр
hard: hard permanent | жесткие жесткий
unique: unique uniq u unq | уникальные уникальных уник уникальный
expected: expected planned forecast estimated target expect due promised scheduled plan | ожидаемая ожидаемый ожидается планируемая плановая планируемый прогноз план предполагаемая обещанная ожид
create: timestamp opened_on date_added request_date applied application submitted submission filled_in time_submitted created create creation createtime create_time added inserted opened_at placed registered_at entry_date made issued placement | продажи_дата внесения открыт заявки заявка обращения обр создания_заявки отметка_времени заполнения заполнено записи_в_базу создан создано создана создания создание добавлен добавления оформлен оформления оформление заведен поступления внесения занесения заведения
register: since customer_since client_since member_since registered registration regdate reg signup sign_up joined join enrolled enrollment subscribed_at became_customer registered_on optin_time
  | с_какого клиент_с регистрации регистрация рег зарегистрирован зарегистрирована дата_рег вступления записи запись
update: updated update modified changed edited last_modified last_changed modify updatetime synced | изменен изменения обновлен обновления изменение обновлено правки редактирования синхронизации
start: start started begin beginning launch launched begins launch_date sent_at kickoff | начало начала старт старта запуск запуска запущена начат отправки_дата
close: close closed closing completion completed finish finished end ended complete fulfilled resolved done | вручения получения закрыт закрыта закрытия закрытие завершен завершена завершения завершение окончания окончание конец конца выполнен выполнения исполнен выдан выдачи
cancel: cancelled canceled cancel cancellation refunded refund returned return | отменен отмена отмены отказ возврат возврата возвращен
segment: segment segments audience cohort list lists | сегмент сегмента сегменты аудитория список списка когорта
event: metric event events action eventname event_type event_name activity_type action_type operation | событие события действие действия тип_события операция
promo: promo promocode coupon voucher promo_code coupon_code certificate gift_card giftcard | промокод промокода промо купон купона сертификат сертификата
card: card card_number bank_card | карта карты карте
subtotal: subtotal sub_total ctor | подытог промежуточный
after: after | после
subject: subject topic theme headline | тема темы
`
