/// A small terminal for tests, strict where real ones are forgiving.
///
/// It follows what ncurses writes for terminals of the xterm family, draws it into rows, and keeps a list of every sequence
/// that is not on its list: an escape sequence out of a log line would be one. Written after ECMA-48 and xterm's
/// ctlseqs.
public struct TerminalScreen: Sendable {
    /// One column of a row.
    public struct Cell: Hashable, Sendable {
        /// The cluster; empty for the right half of a wide one.
        public var text: String = " "
        /// The parameters of the last SGR sequences that hold, as written, such as `38;5;208`.
        public var style: [String] = []
    }

    /// Columns.
    public private(set) var width: Int
    /// Rows.
    public private(set) var height: Int
    /// The cells, row by row.
    public private(set) var cells: [[Cell]]
    /// Whether the alternate screen is shown.
    public private(set) var isAlternate = false
    /// Whether the cursor is shown.
    public private(set) var isCursorVisible = true
    /// Private modes that are on, such as 2004 for marks around pasted text.
    public private(set) var modes: Set<Int> = []
    /// Whether cursor keys send application sequences.
    public var isKeypadOn: Bool { modes.contains(1) }
    /// Whether any form of mouse reports is on.
    public var isMouseOn: Bool { !modes.isDisjoint(with: [9, 1000, 1001, 1002, 1003, 1005, 1006, 1015]) }
    /// Sequences and control characters outside what is allowed.
    public private(set) var violations: [String] = []
    /// The style that the next character gets.
    public private(set) var style: [String] = []
    /// How many bytes were fed.
    public private(set) var byteCount = 0

    private var x = 0
    private var y = 0
    private var region: ClosedRange<Int>
    private var saved = (x: 0, y: 0)
    private var pending: [UInt8] = []
    private var mainCells: [[Cell]]?
    private var last = " "

    /// Creates a screen.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        cells = Self.blank(width, height)
        region = 0...(height - 1)
    }

    /// The rows as text, without trailing spaces.
    public var text: String {
        cells.map { row in
            var line = row.map(\.text).joined()[...]
            while line.last == " " { line.removeLast() }
            return String(line)
        }.joined(separator: "\n")
    }

    /// Gives the screen another size; what lies outside is cut.
    public mutating func resize(width: Int, height: Int) {
        var next = Self.blank(width, height)
        for row in 0..<min(height, self.height) {
            for column in 0..<min(width, self.width) { next[row][column] = cells[row][column] }
        }
        (self.width, self.height, cells) = (width, height, next)
        region = 0...(height - 1)
        x = min(x, width - 1)
        y = min(y, height - 1)
    }

    /// Takes bytes as a terminal does; sequences may be cut anywhere.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            byteCount += 1
            pending.append(byte)
            if let used = consume() { pending.removeFirst(used) }
        }
    }

    private static func blank(_ width: Int, _ height: Int) -> [[Cell]] {
        Array(repeating: Array(repeating: Cell(), count: width), count: height)
    }

    /// Tries to use what is pending; `nil` while more bytes are needed.
    private mutating func consume() -> Int? {
        switch pending[0] {
        case 0x1B: return escape()
        case 0x00...0x1F, 0x7F:
            control(pending[0])
            return 1
        case let first:
            let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
            guard pending.count >= length else { return nil }
            let text = String(decoding: pending[..<length], as: UTF8.self)
            if text.unicodeScalars.contains(where: { $0.value == 0xFFFD || (0x80...0x9F).contains($0.value) }) {
                violations.append("bytes \(pending[..<length])")
            }
            put(text)
            return length
        }
    }

    private mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x08: x = max(0, x - 1)
        case 0x09: x = min(width - 1, (x / 8 + 1) * 8)
        case 0x0A: lineFeed()
        case 0x0D: x = 0
        case 0x0F: break
        default: violations.append("control \(byte)")
        }
    }

    private mutating func escape() -> Int? {
        guard pending.count >= 2 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["):
            guard let end = pending.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else { return nil }
            sequence(String(decoding: pending[2..<end], as: UTF8.self), Character(Unicode.Scalar(pending[end])))
            return end + 1
        case UInt8(ascii: "("), UInt8(ascii: ")"):
            guard pending.count >= 3 else { return nil }
            if pending[2] != UInt8(ascii: "B"), pending[2] != UInt8(ascii: "0") { violations.append("charset") }
            return 3
        case UInt8(ascii: "7"): saved = (x, y)
        case UInt8(ascii: "8"): (x, y) = saved
        case UInt8(ascii: "M"):
            if y == region.lowerBound { scroll(by: -1) } else { y = max(0, y - 1) }
        case UInt8(ascii: "="), UInt8(ascii: ">"): break
        case let other: violations.append("ESC \(Character(Unicode.Scalar(other)))")
        }
        return 2
    }

    private mutating func sequence(_ text: String, _ final: Character) {
        if text.hasPrefix("?") {
            mode(text.dropFirst(), final)
            return
        }
        let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let count = max(1, numbers.first ?? 1)
        switch final {
        case "H", "f":
            y = min(height, max(1, numbers.first ?? 1)) - 1
            x = min(width, max(1, numbers.count > 1 ? numbers[1] : 1)) - 1
        case "A": y = max(0, y - count)
        case "B": y = min(height - 1, y + count)
        case "C": x = min(width - 1, x + count)
        case "D": x = max(0, x - count)
        case "G": x = min(width, count) - 1
        case "d": y = min(height, count) - 1
        case "J": eraseScreen(numbers.first ?? 0)
        case "K": eraseLine(numbers.first ?? 0)
        case "X": for column in x..<min(width, x + count) { cells[y][column] = Cell(style: style) }
        case "P":
            cells[y].removeSubrange(x..<min(width, x + count))
            while cells[y].count < width { cells[y].append(Cell(style: style)) }
        case "@":
            cells[y].insert(contentsOf: Array(repeating: Cell(style: style), count: count), at: min(x, width - 1))
            cells[y].removeLast(cells[y].count - width)
        case "L": moveRows(from: y, by: count)
        case "M": moveRows(from: y, by: -count)
        case "S": scroll(by: count)
        case "T": scroll(by: -count)
        case "b": for _ in 0..<count { put(last) }
        case "r":
            let top = max(1, numbers.first ?? 1)
            let bottom = numbers.count > 1 && numbers[1] > 0 ? numbers[1] : height
            region = (top - 1)...max(top - 1, min(height, bottom) - 1)
            (x, y) = (0, 0)
        case "m": select(text)
        case "l" where text == "4" || text == "34", "h" where text == "34": break
        case "t" where text.hasPrefix("22;") || text.hasPrefix("23;"): break
        default: violations.append("CSI \(text)\(final)")
        }
    }

    private mutating func mode(_ text: Substring, _ final: Character) {
        guard final == "h" || final == "l" else {
            violations.append("CSI ?\(text)\(final)")
            return
        }
        let isOn = final == "h"
        for number in text.split(separator: ";").compactMap({ Int($0) }) {
            switch number {
            case 25: isCursorVisible = isOn
            case 1049: switchScreen(isOn)
            case 7, 12: break
            case 1, 2004, 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015:
                if isOn { modes.insert(number) } else { modes.remove(number) }
            default: violations.append("mode \(number)")
            }
        }
    }

    private mutating func switchScreen(_ toAlternate: Bool) {
        guard toAlternate != isAlternate else { return }
        isAlternate = toAlternate
        if toAlternate {
            mainCells = cells
            cells = Self.blank(width, height)
        } else {
            let main = mainCells ?? Self.blank(width, height)
            mainCells = nil
            cells = main.count == height && main.first?.count == width ? main : Self.blank(width, height)
        }
    }

    private mutating func select(_ text: String) {
        var parts = text.split(separator: ";", omittingEmptySubsequences: false).map { $0.isEmpty ? "0" : String($0) }[
            ...]
        if parts.isEmpty { parts = ["0"] }
        while let first = parts.popFirst() {
            switch first {
            case "0": style = []
            case "39": style.removeAll { $0.hasPrefix("3") || $0.hasPrefix("9") && $0.count == 2 }
            case "49": style.removeAll { ($0.hasPrefix("4") && $0 != "4") || $0.hasPrefix("10") }
            case "38", "48":
                let count = parts.first == "2" ? 4 : 2
                style.removeAll { $0.hasPrefix(first) }
                style.append(([first] + parts.prefix(count)).joined(separator: ";"))
                parts = parts.dropFirst(count)
            case "22": style.removeAll { $0 == "1" || $0 == "2" }
            case "24", "27": style.removeAll { $0 == String(first.dropFirst()) }
            case "1", "2", "3", "4", "7": style.append(first)
            case _ where (Int(first).map { (30...37).contains($0) || (90...97).contains($0) } ?? false):
                style.removeAll { ($0.hasPrefix("3") && $0 != "3") || $0.hasPrefix("9") }
                style.append(first)
            case _ where (Int(first).map { (40...47).contains($0) || (100...107).contains($0) } ?? false):
                style.removeAll { ($0.hasPrefix("4") && $0 != "4") || $0.hasPrefix("10") }
                style.append(first)
            default: violations.append("SGR \(first)")
            }
        }
    }

    private mutating func put(_ text: String) {
        guard let scalar = text.unicodeScalars.first else { return }
        let columns = Self.columns(scalar)
        if columns == 0 {
            let column = max(0, x - 1)
            cells[y][column].text += text
            return
        }
        if x + columns > width {
            x = 0
            lineFeed()
        }
        cells[y][x] = Cell(text: text, style: style)
        if columns == 2 { cells[y][x + 1] = Cell(text: "", style: style) }
        x += columns
        last = text
    }

    /// Columns of a character, as coarse as the tests' texts allow.
    private static func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
        default: 1
        }
    }

    private mutating func lineFeed() {
        if y == region.upperBound { scroll(by: 1) } else { y = min(height - 1, y + 1) }
    }

    private mutating func scroll(by count: Int) {
        for _ in 0..<abs(count) {
            if count > 0 {
                cells.remove(at: region.lowerBound)
                cells.insert(Array(repeating: Cell(style: style), count: width), at: region.upperBound)
            } else {
                cells.remove(at: region.upperBound)
                cells.insert(Array(repeating: Cell(style: style), count: width), at: region.lowerBound)
            }
        }
    }

    private mutating func moveRows(from row: Int, by count: Int) {
        guard region.contains(row) else { return }
        let whole = region
        region = row...whole.upperBound
        scroll(by: -count)
        region = whole
    }

    private mutating func eraseScreen(_ part: Int) {
        switch part {
        case 0:
            eraseLine(0)
            for row in (y + 1)..<max(y + 1, height) { cells[row] = Array(repeating: Cell(style: style), count: width) }
        case 1:
            eraseLine(1)
            for row in 0..<y { cells[row] = Array(repeating: Cell(style: style), count: width) }
        default: cells = Array(repeating: Array(repeating: Cell(style: style), count: width), count: height)
        }
    }

    private mutating func eraseLine(_ part: Int) {
        let columns = part == 0 ? min(x, width)..<width : part == 1 ? 0..<min(width, x + 1) : 0..<width
        for column in columns { cells[y][column] = Cell(style: style) }
    }
}
