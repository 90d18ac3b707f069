export interface Pipeline {
  id: number
  name: string
  orderNr: number
}

export interface Stage {
  id: number
  name: string
  pipelineId: number
  orderNr: number
}
