import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlText, isHtml, sanitiseHtml, splitHtml, textToHtml } from '../../server/mapping/drafting/html.ts'

describe('a text of the export', () => {
  it('shows as it is in a note, whatever signs it has', () => {
    expect(textToHtml('a < b & "c"\n<script>alert(1)</script>')).toBe(
      'a &lt; b &amp; &quot;c&quot;<br>&lt;script&gt;alert(1)&lt;/script&gt;',
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(htmlText(textToHtml(text))).toBe(text.replace(/\s+/g, ' ').trim())
      }),
    )
  })

  it('is HTML when it has tags that texts are formatted with', () => {
    expect(isHtml('<p>Hello</p>')).toBe(true)
    expect(isHtml('first<br/>second')).toBe(true)
    expect(isHtml('a <b or b> a')).toBe(false)
    expect(isHtml('if x<y and y>z')).toBe(false)
    expect(isHtml('Anna <anna@firm.example>')).toBe(false)
  })
})

describe('HTML of the export', () => {
  it('keeps what it says and loses what could act', () => {
    expect(
      sanitiseHtml(
        '<p onclick="x()" style="color:red">Hi <b>Anna</b><script>steal()</script><img src=x onerror=y> & <a href="javascript:x()">no</a> <a href="https://firm.example/?a=1&amp;b=2" target=_blank>yes</a></p><!-- gone -->',
      ),
    ).toBe('<p>Hi <b>Anna</b> &amp; <a>no</a> <a href="https://firm.example/?a=1&amp;b=2">yes</a></p>')
  })

  it.each([
    '<script>alert(1)',
    '<scr<script>ipt>alert(1)</script>',
    '<p/onload=x>',
    '<a href=" javascript:x">',
    '<<b>',
  ])('lets nothing act that is broken on purpose: %s', (html) => {
    expect(sanitiseHtml(html)).not.toMatch(/<(?!\/?(?:p|b|a)>|a href="(?:https?|mailto):)/)
  })
})

describe('a note that is too long', () => {
  it('is cut between words, closes what is open, and loses nothing', () => {
    const html = `<p><b>${'word '.repeat(100)}</b></p><ul>${'<li>one &amp; two</li>'.repeat(50)}</ul>`
    const parts = splitHtml(html, 300)
    expect(parts.length).toBeGreaterThan(3)
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(300)
      expect(part.match(/<b>/g)?.length ?? 0).toBe(part.match(/<\/b>/g)?.length ?? 0)
      expect(part).not.toMatch(/&(?!amp;)/)
    }
    expect(htmlText(parts.join(' '))).toBe(htmlText(html))
  })

  it('is cut whatever stands in it', () => {
    const piece = fc.constantFrom('<p>', '</p>', '<b>', '</b>', '<br>', '&amp;', 'слово ', '😀', 'x'.repeat(70))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const html = sanitiseHtml(pieces.join(''))
        const parts = splitHtml(html, 120)
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(120)
        expect(htmlText(parts.join('')).replaceAll(' ', '')).toBe(htmlText(html).replaceAll(' ', ''))
      }),
    )
  })
})
