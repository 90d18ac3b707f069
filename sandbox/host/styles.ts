/** The host's own plain look, in two themes. */
export const hostStyles = `
:root { --page: #f4f5f7; --surface: #ffffff; --text: #24292f; --quiet: #57606a; --line: #d5d9de; --bar: #2b3440; --accent: #3559c7; --danger: #b3261e; color-scheme: light; }
[data-theme="dark"] { --page: #14181d; --surface: #1d232a; --text: #e6e9ed; --quiet: #a4adb8; --line: #3a434d; --bar: #0e1216; --accent: #8fa9ff; --danger: #ff9a92; color-scheme: dark; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
.bar { display: flex; gap: 16px; align-items: center; padding: 8px 20px; background: var(--bar); color: #fff; }
.bar label { margin-left: auto; }
.mark { width: 14px; height: 14px; border-radius: 4px; background: #8fa9ff; }
select, button { font: inherit; padding: 4px 10px; border: 1px solid var(--line); border-radius: 4px; background: var(--surface); color: var(--text); }
main { max-width: 1600px; margin: 0 auto; padding: 12px 20px 40px; }
.crumbs { margin: 0 0 8px; color: var(--quiet); }
h1 { margin: 0; padding: 12px 16px; border-bottom: 1px solid var(--line); font-size: 16px; }
h2 { font-size: 16px; }
.frame { border: 1px solid var(--line); border-radius: 6px; background: var(--surface); overflow: hidden; }
.stage { position: relative; min-height: 100px; }
.stage iframe { display: block; width: 100%; height: 600px; border: 0; }
.stage:not([data-state="ready"]) iframe { visibility: hidden; }
.stage[data-state="ready"] .loading, .stage[data-state="broken"] .loading { display: none; }
.loading, .broken { position: absolute; inset: 0; margin: 0; padding: 40px; text-align: center; color: var(--quiet); }
.host-panel main { display: flex; gap: 20px; align-items: flex-start; }
.host-panel .frame { order: -1; width: 385px; flex: none; }
.host-panel .stage iframe { height: 200px; }
#snackbars { position: fixed; left: 20px; bottom: 20px; }
.snackbar { margin: 8px 0 0; padding: 10px 16px; border-radius: 6px; background: #2b3440; color: #fff; }
.snackbar a { color: #b9c8ff; }
dialog { min-width: 360px; max-width: 520px; padding: 20px; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: var(--text); }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog h2 { margin: 0 0 8px; }
dialog button { margin-right: 8px; }
dialog .primary { border-color: var(--accent); color: var(--accent); }
dialog .negative { border-color: var(--danger); color: var(--danger); }
`
