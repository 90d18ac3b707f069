import { expect, test } from 'vitest'
import { startI18n } from '../../extension-ui/src/i18n/i18n.ts'
import { problemText, stepText } from '../../extension-ui/src/i18n/step-text.ts'
import { unreadable } from '../../server/mapping/transforms/failure-policy.ts'
import type { Problem } from '../../server/mapping/transforms/step.ts'
import { idempotent } from '../../server/mapping/transforms/steps.ts'

/** The types see to it that none is left out. */
const problems: Record<Problem, true> = {
  'date.invalid': true,
  'date.two_digit_year': true,
  'domain.none': true,
  'email.malformed': true,
  'email.placeholder': true,
  'json.none': true,
  'json.path_wrong': true,
  'name.unclear': true,
  'number.invalid': true,
  'option.unknown': true,
  'phone.invalid': true,
  'phone.rounded': true,
  'value.structured': true,
  'value.too_long': true,
  'yes_no.unclear': true,
}

test.for(['en', 'ru'] as const)('in %s, every step and every problem of a value has words', async (language) => {
  const i18n = await startI18n(language)
  const letters = language === 'ru' ? /[а-я]{2}/ : /[a-z]{2} ?/
  for (const name of Object.keys(idempotent)) {
    expect(stepText(i18n, name)).not.toBe(name)
    expect(stepText(i18n, name)).toMatch(letters)
  }
  for (const problem of [...Object.keys(problems), ...unreadable]) {
    expect(problemText(i18n, problem)).not.toBe(problem)
    expect(problemText(i18n, problem)).toMatch(letters)
  }
})
