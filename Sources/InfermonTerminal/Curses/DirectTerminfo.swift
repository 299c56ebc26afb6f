internal import CNcurses

/// A terminal's description with 24-bit colours in place of its palette, made in memory.
///
/// ncurses shows 24-bit colours only for a terminal whose description has the flag `RGB`, and hardly any terminal's own has
/// it: the terminals say `COLORTERM=truecolor` instead. The entries that have it (`xterm-direct` and its like) are of a
/// package that most machines lack, and their keys are those of another terminal. So the description at hand is taken as it
/// is, all but its colours, and handed to ncurses through `TERMINFO`, which may hold a whole description in hexadecimal
/// digits (ncurses(3), since 6.1). The layout is that of term(5), "extended number format": 32-bit numbers, little-endian.
enum DirectTerminfo {
    private static let magic: UInt16 = 0o1036
    private static let colors: Int32 = 0x100_0000
    private static let pairs: Int32 = 0x1_0000
    private static let absent: UInt16 = 0xFFFF

    /// The description of the terminal that setupterm() made the current one, as `TERMINFO` takes it.
    static func entry() -> String {
        let names = Array(String(cString: im_terminal_names()).utf8) + [0]
        let flags = booleans()
        let numbers = numbers()
        let (offsets, table) = strings()

        var bytes: [UInt8] = []
        for count in [Int(magic), names.count, flags.count, numbers.count, offsets.count, table.count] {
            append(UInt16(truncatingIfNeeded: count), to: &bytes)
        }
        bytes += names + flags
        if bytes.count % 2 == 1 { bytes.append(0) }
        for number in numbers { append(number, to: &bytes) }
        for offset in offsets { append(offset, to: &bytes) }
        bytes += table
        if bytes.count % 2 == 1 { bytes.append(0) }

        // The extended part: one flag, no number, no string, and the table that holds the flag's name.
        let extended = Array("RGB".utf8) + [0]
        for count in [1, 0, 0, 1, extended.count] { append(UInt16(count), to: &bytes) }
        bytes += [1, 0]
        append(UInt16(0), to: &bytes)
        return "hex:" + hexadecimal(bytes + extended)
    }

    private static func booleans() -> [UInt8] {
        capabilities(im_boolean_name).map { name in
            // A palette that cannot be changed: the colours are given with each cell.
            String(cString: name) == "ccc" ? 0 : (im_flag(name) > 0 ? 1 : 0)
        }
    }

    private static func numbers() -> [Int32] {
        capabilities(im_number_name).map { name in
            switch String(cString: name) {
            case "colors": colors
            case "pairs": pairs
            default: max(-1, im_number(name))
            }
        }
    }

    private static func strings() -> (offsets: [UInt16], table: [UInt8]) {
        var offsets: [UInt16] = []
        var table: [UInt8] = []
        for name in capabilities(im_string_name) {
            guard let value = string(name), table.count < Int(Int16.max) - value.count else {
                offsets.append(absent)
                continue
            }
            offsets.append(UInt16(table.count))
            table += value + [0]
        }
        return (offsets, table)
    }

    private static func string(_ name: UnsafePointer<CChar>) -> [UInt8]? {
        switch String(cString: name) {
        case "setaf": direct("3", "38")
        case "setab": direct("4", "48")
        case "initc", "initp", "oc": nil
        default: im_string(name).map { Array(String(cString: $0).utf8) }
        }
    }

    /// The program of terminfo(5) that sets a colour: 0 to 7 are ANSI's, all above are red, green and blue.
    private static func direct(_ ansi: String, _ sixteenMillion: String) -> [UInt8] {
        let channels = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
        return Array("\u{1B}[%?%p1%{8}%<%t\(ansi)%p1%d%e\(sixteenMillion);2;\(channels)%;m".utf8)
    }

    private static func capabilities(_ name: (Int32) -> UnsafePointer<CChar>?) -> [UnsafePointer<CChar>] {
        var names: [UnsafePointer<CChar>] = []
        while let next = name(Int32(names.count)) { names.append(next) }
        return names
    }

    private static func append(_ value: UInt16, to bytes: inout [UInt8]) {
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    private static func append(_ value: Int32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> Int32(shift))) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
