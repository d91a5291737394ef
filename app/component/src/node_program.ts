/** Draws nodes as one of five shapes, in one instanced pass. A shape is a signed distance in units of the radius. */
import { NodeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";
import type { Shape } from "./payload.ts";

export const SHAPE_CODES: Record<Shape, number> = { circle: 0, square: 1, diamond: 2, hexagon: 3, star: 4 };

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
uniform float u_pixelRatio;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_at;
varying float v_shape;
varying float v_pixel;
const float bias = 255.0 / 254.0;
void main() {
  float radius = a_size * u_correctionRatio / u_sizeRatio * 2.0;
  gl_Position = vec4((u_matrix * vec3(a_position + a_corner * radius * 1.6, 1)).xy, 0, 1);
  v_at = a_corner * 1.6;
  v_shape = a_shape;
  v_pixel = u_sizeRatio / a_size / u_pixelRatio;
  v_ring = a_ring;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
  v_ring.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_at;
varying float v_shape;
varying float v_pixel;
float star(vec2 p) {
  const vec2 k1 = vec2(0.809016994375, -0.587785252292);
  const vec2 k2 = vec2(-k1.x, k1.y);
  p.x = abs(p.x);
  p -= 2.0 * max(dot(k1, p), 0.0) * k1;
  p -= 2.0 * max(dot(k2, p), 0.0) * k2;
  p.x = abs(p.x);
  p.y -= 1.08;
  vec2 ba = 0.5 * vec2(-k1.y, k1.x) - vec2(0.0, 1.0);
  float h = clamp(dot(p, ba) / dot(ba, ba), 0.0, 1.08);
  return length(p - ba * h) * sign(p.y * ba.x - p.x * ba.y) - 0.08;
}
float shape(vec2 p) {
  if (v_shape < 0.5) return length(p) - 1.0;
  vec2 q = abs(p);
  if (v_shape < 1.5) return length(max(q - 0.66, 0.0)) + min(max(q.x - 0.66, q.y - 0.66), 0.0) - 0.22;
  if (v_shape < 2.5) return (q.x + q.y - 1.08) * 0.70710678 - 0.08;
  if (v_shape < 3.5) return max(q.x * 0.8660254 + q.y * 0.5, q.y) - 0.94;
  return star(p);
}
void main(void) {
  float d = shape(v_at);
  #ifdef PICKING_MODE
  gl_FragColor = d < 2.0 * v_pixel ? v_color : vec4(0.0);
  #else
  float inside = 1.0 - smoothstep(-v_pixel, v_pixel, d);
  float from = 2.2 * v_pixel;
  float to = from + 2.6 * v_pixel;
  float ring = smoothstep(from - v_pixel, from + v_pixel, d) * (1.0 - smoothstep(to - v_pixel, to + v_pixel, d));
  vec4 fill = vec4(v_color.rgb, 1.0) * v_color.a * inside;
  vec4 halo = vec4(v_ring.rgb, 1.0) * v_ring.a * ring;
  gl_FragColor = fill + halo * (1.0 - fill.a);
  #endif
}`;

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_correctionRatio", "u_pixelRatio"] as const;
type Uniform = (typeof UNIFORMS)[number];

export interface ShapedNode extends NodeDisplayData {
  shape: number;
  /** Colour of the ring around the node; "" for none. */
  ring: string;
}

export class ShapeProgram extends NodeProgram<Uniform> {
  override getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_ring", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1], [1, 1]],
    };
  }

  override processVisibleItem(nodeIndex: number, start: number, data: NodeDisplayData): void {
    const node = data as ShapedNode;
    const array = this.array;
    array[start++] = node.x;
    array[start++] = node.y;
    array[start++] = node.size;
    array[start++] = node.shape;
    array[start++] = floatColor(node.color);
    array[start++] = node.ring ? floatColor(node.ring) : 0;
    array[start] = nodeIndex;
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
