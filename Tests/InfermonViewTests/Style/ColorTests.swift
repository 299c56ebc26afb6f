import InfermonView
import Testing

@Suite struct ColorTests {
    @Test(arguments: [
        (Color.rgb(0, 0, 0), UInt8(16)), (.rgb(255, 255, 255), 231), (.rgb(255, 0, 0), 196),
        (.rgb(0x0F, 0x12, 0x18), 233),
        (.rgb(128, 128, 128), 244), (.rgb(95, 135, 175), 67),
    ]) func `the nearest of 256 is in the cube or the ramp`(color: Color, index: UInt8) {
        #expect(color.nearest(in: .indexed) == .indexed(index))
    }

    @Test(arguments: [
        (Color.rgb(0xF0, 0x56, 0x5F), UInt8(1)), (.rgb(0x5F, 0xBF, 0x85), 2), (.rgb(0xE6, 0xB4, 0x50), 3),
        (.rgb(0xC9, 0xCE, 0xD8), 7),
        (.rgb(0x0F, 0x12, 0x18), 0),
    ]) func `states keep their hue on eight colours`(color: Color, index: UInt8) {
        #expect(color.nearest(in: .eight) == .indexed(index))
    }

    @Test func `the terminal's own colour stays and no colour is none`() {
        for depth in [ColorDepth.eight, .sixteen, .indexed, .direct] {
            #expect(Color.standard.nearest(in: depth) == .standard)
        }
        #expect(Color.rgb(1, 2, 3).nearest(in: .none) == .standard)
        #expect(Color.rgb(1, 2, 3).nearest(in: .direct) == .rgb(1, 2, 3))
        #expect(Color.indexed(12).nearest(in: .eight) == .indexed(4))
    }
}
