internal import CNcurses

/// A terminal's description without what is better left unused, and with 24-bit colours where they are asked for, made in memory.
///
/// ncurses moves rows with scrolling regions when it finds them again elsewhere on the new screen. A dashboard's rows hardly ever
/// move, and terminals and recorders that do not know every one of these sequences are left with parts of two screens in one; so
/// they are taken out, and rows are written instead. For the same reason blanks are written rather than erased: not every one of
/// them erases in the background's colour (`bce`), and a light theme then has dark holes.
///
/// ncurses shows 24-bit colours only for a terminal whose description has the flag `RGB`, and hardly any terminal's own has
/// it: the terminals say `COLORTERM=truecolor` instead. The entries that have it (`xterm-direct` and its like) are of a
/// package that most machines lack, and their keys are those of another terminal. So the description at hand is taken as it
/// is, all but its colours.
///
/// Both reach ncurses through `TERMINFO`, which may hold a whole description in hexadecimal digits (ncurses(3), since 6.1). The
/// layout is that of term(5), "extended number format": 32-bit numbers, little-endian.
struct TerminfoVariant {
    /// Whether the palette is replaced by 24-bit colours.
    let hasDirectColors: Bool

    /// What moves rows.
    private static let scrolling: Set<String> = ["csr", "indn", "rin", "il", "il1", "dl", "dl1"]
    /// Flags that ncurses knows beyond the standard ones: colours that SGR 39 and 49 take back, and 24-bit colours.
    private static let extendedFlags = ["AX", "RGB"]
    private static let magic: UInt16 = 0o1036
    private static let colors: Int32 = 0x100_0000
    private static let pairs: Int32 = 0x1_0000
    private static let absent: UInt16 = 0xFFFF

    /// The description of the terminal that setupterm() made the current one, as `TERMINFO` takes it.
    func entry() -> String {
        let names = Array(String(cString: im_terminal_names()).utf8) + [0]
        let flags = booleans()
        let numbers = numbers()
        let (offsets, table) = strings()

        var bytes: [UInt8] = []
        for count in [Int(Self.magic), names.count, flags.count, numbers.count, offsets.count, table.count] {
            Self.append(UInt16(truncatingIfNeeded: count), to: &bytes)
        }
        bytes += names + flags
        if bytes.count % 2 == 1 { bytes.append(0) }
        for number in numbers { Self.append(number, to: &bytes) }
        for offset in offsets { Self.append(offset, to: &bytes) }
        bytes += table
        if bytes.count % 2 == 1 { bytes.append(0) }

        // The extended part: flags, no number, no string, and the table that holds the flags' names.
        let flagNames = Self.extendedFlags.map { Array($0.utf8) + [0] }
        let extendedTable = flagNames.flatMap { $0 }
        for count in [flagNames.count, 0, 0, flagNames.count, extendedTable.count] {
            Self.append(UInt16(count), to: &bytes)
        }
        for flag in Self.extendedFlags {
            bytes.append(im_flag(flag) > 0 || (flag == "RGB" && hasDirectColors) ? 1 : 0)
        }
        if flagNames.count % 2 == 1 { bytes.append(0) }
        var offset = 0
        for name in flagNames {
            Self.append(UInt16(offset), to: &bytes)
            offset += name.count
        }
        return "hex:" + Self.hexadecimal(bytes + extendedTable)
    }

    private func booleans() -> [UInt8] {
        Self.capabilities(im_boolean_name).map { name in
            switch String(cString: name) {
            case "bce": 0
            // A palette that cannot be changed: the colours are given with each cell.
            case "ccc" where hasDirectColors: 0
            default: im_flag(name) > 0 ? 1 : 0
            }
        }
    }

    private func numbers() -> [Int32] {
        Self.capabilities(im_number_name).map { name in
            switch String(cString: name) {
            case "colors" where hasDirectColors: Self.colors
            case "pairs" where hasDirectColors: Self.pairs
            default: max(-1, im_number(name))
            }
        }
    }

    private func strings() -> (offsets: [UInt16], table: [UInt8]) {
        var offsets: [UInt16] = []
        var table: [UInt8] = []
        for name in Self.capabilities(im_string_name) {
            guard let value = string(name), table.count < Int(Int16.max) - value.count else {
                offsets.append(Self.absent)
                continue
            }
            offsets.append(UInt16(table.count))
            table += value + [0]
        }
        return (offsets, table)
    }

    private func string(_ name: UnsafePointer<CChar>) -> [UInt8]? {
        let capability = String(cString: name)
        if Self.scrolling.contains(capability) { return nil }
        return switch hasDirectColors ? capability : "" {
        case "setaf": Self.direct("3", "38")
        case "setab": Self.direct("4", "48")
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
