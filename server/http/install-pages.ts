export type InstallOutcome = 'refused' | 'bad_state' | 'code_refused' | 'unavailable'
export type PageLanguage = 'en' | 'ru'

interface Texts {
  title: string
  text: string
}

const again: Record<PageLanguage, string> = { en: 'Start the installation again', ru: 'Начать установку заново' }

const texts: Record<InstallOutcome, Record<PageLanguage, Texts>> = {
  refused: {
    en: {
      title: 'Altcraft Importer was not installed',
      text: 'You did not give it access, so nothing was changed and nothing was stored. You can install it whenever you like.',
    },
    ru: {
      title: 'Altcraft Importer не установлен',
      text: 'Вы не дали доступ, поэтому ничего не изменилось и ничего не сохранено. Установить приложение можно в любое время.',
    },
  },
  bad_state: {
    en: {
      title: 'This installation link cannot be used',
      text: 'It is too old, was used before, or was opened in another browser. Nothing was stored. Please start again.',
    },
    ru: {
      title: 'Эта ссылка для установки не действует',
      text: 'Она устарела, уже использована или открыта в другом браузере. Ничего не сохранено. Пожалуйста, начните заново.',
    },
  },
  code_refused: {
    en: {
      title: 'Pipedrive did not accept the installation',
      text: 'The permission to install had expired or was used before. Nothing was stored. Please start again.',
    },
    ru: {
      title: 'Pipedrive не принял установку',
      text: 'Разрешение на установку истекло или уже было использовано. Ничего не сохранено. Пожалуйста, начните заново.',
    },
  },
  unavailable: {
    en: {
      title: 'Pipedrive did not answer',
      text: 'The installation could not be finished. Nothing was stored. Please try again in a few minutes.',
    },
    ru: {
      title: 'Pipedrive не ответил',
      text: 'Установку не удалось завершить. Ничего не сохранено. Пожалуйста, попробуйте через несколько минут.',
    },
  },
}

/** A whole page that says how an installation ended; it needs no script and no other file. */
export function toInstallPage(outcome: InstallOutcome, language: PageLanguage): string {
  const { title, text } = texts[outcome][language]
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark }
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem }
  a { display: inline-block; margin-top: 1rem }
</style>
<main>
  <h1>${title}</h1>
  <p>${text}</p>
  <a href="/oauth/install">${again[language]}</a>
</main>
</html>
`
}

/** The first of our languages that an Accept-Language header names, English when it names none. */
export function toPageLanguage(acceptLanguage: string | undefined): PageLanguage {
  const named = (acceptLanguage ?? '').toLowerCase().match(/\b(en|ru)\b/)
  return named?.[1] === 'ru' ? 'ru' : 'en'
}
