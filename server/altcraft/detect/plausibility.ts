const frequentCyrillic = new Set('оеаинтсрвл')

/**
 * How much a decoded text looks like something people wrote, beyond its ASCII part; above 0 is plausible. Counts letters
 * for, and against: control and box-drawing characters, a capital inside a word, Cyrillic and Latin in one word. Frequent
 * Russian letters count more: that tells the Cyrillic encodings from each other.
 */
export function plausibility(text: string): number {
  let score = 0
  let beyondAscii = 0
  let previous = ''
  for (const character of text) {
    if (character > '\x7F') {
      beyondAscii += 1
      score += weigh(character, previous)
    }
    previous = character
  }
  return beyondAscii === 0 ? 0 : score / beyondAscii
}

function weigh(character: string, previous: string): number {
  if (/[\u0400-\u045F]/.test(character)) return weighCyrillic(character, previous)
  if (/[«»“”„’‘–—…№€§©®°\u00A0•]/.test(character)) return 0.5
  if (/[\u0080-\u009F\u2500-\u259F\uFFFD]/.test(character)) return -2
  if (!/\p{L}/u.test(character)) return -0.5
  return /[A-Za-z\s",;]/.test(previous) ? 0.6 : -0.4
}

function weighCyrillic(character: string, previous: string): number {
  if (/[A-Za-z]/.test(previous)) return -1
  const lower = character.toLowerCase()
  if (character !== lower && /[а-яё]/.test(previous)) return -1
  if (!/[а-яё]/.test(lower)) return -0.5
  return frequentCyrillic.has(lower) ? 1.2 : 0.8
}
