import { dateProblem } from '../../altcraft/values/date-problem.ts'
import { makeReadMoment } from '../drafting/moments.ts'
import { withCentury } from '../drafting/times.ts'
import { blank, type StepMakers } from './step.ts'

export const dateSteps: StepMakers<'date'> = {
  /** A time that was never set (`0001-01-01…`) is blank; a year of two digits gets the century that custom dates give it. */
  date: ({ order, zone }, { timezone }) => {
    const readMoment = makeReadMoment({ timezone })
    const reading = { ...(order && { dateOrder: order }), ...(zone && { zone }) }
    return (value) => {
      const moment = readMoment(value, reading) ?? readMoment(withCentury(value) ?? null, reading)
      if (moment !== undefined) return { ok: moment.date }
      const problem = dateProblem(value)
      return problem === undefined ? blank : { problem }
    }
  },
}
