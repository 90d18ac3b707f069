import { useTranslation } from 'react-i18next'
import { languages } from '../i18n/i18n.ts'

/** Changes the language until the page is closed; Pipedrive's own setting decides at the start. */
export function LanguageSwitch() {
  const { t, i18n } = useTranslation()
  return (
    <fieldset className="languages">
      <legend className="hidden">{t('app.language')}</legend>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          aria-pressed={i18n.language === language}
          onClick={() => i18n.changeLanguage(language)}
        >
          {language.toUpperCase()}
        </button>
      ))}
    </fieldset>
  )
}
