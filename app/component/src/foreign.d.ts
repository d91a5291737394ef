declare module "graphology-layout-forceatlas2/iterate.js" {
  export interface Forces {
    linLogMode: boolean;
    outboundAttractionDistribution: boolean;
    adjustSizes: boolean;
    edgeWeightInfluence: number;
    scalingRatio: number;
    strongGravityMode: boolean;
    gravity: number;
    slowDown: number;
    barnesHutOptimize: boolean;
    barnesHutTheta: number;
  }
  /** One round of ForceAtlas2 over matrices of 10 numbers a node and 3 an edge, in place. */
  export default function iterate(settings: Forces, nodes: Float32Array, edges: Float32Array): object;
}

declare module "worker:*" {
  const source: string;
  export default source;
}
