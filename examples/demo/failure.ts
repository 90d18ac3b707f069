/** Ends the demo: `message` is for a person, the exit code for a script (1: it went wrong, 3: questions are open). */
export class DemoFailure extends Error {
  readonly exitCode: 1 | 3

  constructor(message: string, exitCode: 1 | 3 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
