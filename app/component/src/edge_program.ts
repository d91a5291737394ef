/** Draws edges as arrows, solid, dashed or dotted, in one instanced pass. Parallel edges lie side by side. */
import { EdgeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

/** Everything is measured in pixels of the screen: ends are cut at the nodes' rims, dashes keep their length. */
const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_start;
attribute vec2 a_end;
attribute vec2 a_radii;
attribute vec3 a_stroke;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform vec2 u_viewport;
varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_length;
varying float v_thickness;
varying float v_dash;
const float bias = 255.0 / 254.0;
void main() {
  vec2 start = (u_matrix * vec3(a_start, 1)).xy * u_viewport * 0.5;
  vec2 end = (u_matrix * vec3(a_end, 1)).xy * u_viewport * 0.5;
  vec2 way = end - start;
  float reach = max(length(way), 0.001);
  vec2 along = way / reach;
  vec2 normal = vec2(-along.y, along.x);
  float offset = a_stroke.z;
  vec2 rims = a_radii / u_sizeRatio + vec2(2.0, 3.0);
  rims = sqrt(max(rims * rims - offset * offset, 1.0));
  v_length = max(reach - rims.x - rims.y, 0.0);
  float side = 7.0;
  v_along = mix(-1.0, v_length + 1.0, a_corner.x);
  v_across = side * a_corner.y;
  vec2 place = start + along * (rims.x + v_along) + normal * (offset + v_across);
  gl_Position = vec4(place / (u_viewport * 0.5), 0, 1);
  v_thickness = a_stroke.x;
  v_dash = a_stroke.y;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying float v_along;
varying float v_across;
varying float v_length;
varying float v_thickness;
varying float v_dash;
uniform float u_pixelRatio;
void main(void) {
  float across = abs(v_across);
  if (v_length < 1.0) discard;
  #ifdef PICKING_MODE
  gl_FragColor = across < 5.0 ? v_color : vec4(0.0);
  #else
  float pixel = 0.75 / u_pixelRatio;
  float head = 5.5 + 2.0 * v_thickness;
  float left = v_length - v_along;
  float cover;
  if (left < head) {
    cover = 1.0 - smoothstep(-pixel, pixel, across - (left / head) * (2.0 + 1.6 * v_thickness));
  } else {
    cover = 1.0 - smoothstep(-pixel, pixel, across - v_thickness * 0.5);
    if (v_dash > 0.0) {
      float period = v_dash * 1.8;
      float at = mod(v_along, period);
      cover *= smoothstep(-pixel, pixel, min(at, v_dash - at));
    }
  }
  cover *= smoothstep(-pixel, pixel, v_along) * smoothstep(-pixel, pixel, left);
  gl_FragColor = vec4(v_color.rgb, 1.0) * v_color.a * cover;
  #endif
}`;

const UNIFORMS = ["u_matrix", "u_sizeRatio", "u_viewport", "u_pixelRatio"] as const;
type Uniform = (typeof UNIFORMS)[number];

export interface StyledEdge extends EdgeDisplayData {
  /** Length of a dash in pixels; 0 for a solid line. */
  dash: number;
  /** How far the line is moved to its left, in pixels. */
  offset: number;
}

export class ArrowProgram extends EdgeProgram<Uniform> {
  override getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_start", size: 2, type: FLOAT },
        { name: "a_end", size: 2, type: FLOAT },
        { name: "a_radii", size: 2, type: FLOAT },
        { name: "a_stroke", size: 3, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[0, -1], [1, -1], [0, 1], [0, 1], [1, -1], [1, 1]],
    };
  }

  override processVisibleItem(
    edgeIndex: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData,
  ): void {
    const edge = data as StyledEdge;
    const array = this.array;
    array[start++] = source.x;
    array[start++] = source.y;
    array[start++] = target.x;
    array[start++] = target.y;
    array[start++] = source.size;
    array[start++] = target.size;
    array[start++] = edge.size;
    array[start++] = edge.dash;
    array[start++] = edge.offset;
    array[start++] = floatColor(edge.color);
    array[start] = edgeIndex;
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniform2f(uniformLocations.u_viewport, params.width, params.height);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
