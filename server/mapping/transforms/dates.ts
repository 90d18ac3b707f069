import { dateProblem } from '../../altcraft/values/date-problem.ts'
import { makeReadMoment } from '../drafting/moments.ts'
import { blank, type StepMakers } from './step.ts'

export const dateSteps: StepMakers<'date'> = {
  /** A time that was never set (`0001-01-01…`) is blank. */
  date: ({ order, zone, shortYears }, { timezone }) => {
    const readMoment = makeReadMoment({ timezone })
    const reading = { ...(order && { dateOrder: order }), ...(zone && { zone }), ...(shortYears && { shortYears }) }
    return (value) => {
      const moment = readMoment(value, reading)
      if (moment !== undefined) return { ok: moment.date }
      const problem = dateProblem(value)
      return problem === undefined ? blank : { problem }
    }
  },
}
