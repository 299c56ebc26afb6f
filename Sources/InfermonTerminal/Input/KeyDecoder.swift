internal import CNcurses
internal import Glibc
internal import InfermonView

/// Turns what ncurses reads into keys, and throws away what was not typed.
///
/// ncurses knows the sequences of keys that terminfo lists. The rest arrives as single characters: answers of the terminal
/// (`ESC [ … R`, `ESC ] … BEL`, `ESC P … ESC \`), keys with modifiers, a paste between its marks. None of that may act as
/// a key, so sequences are followed to their end by ECMA-48, and a paste is text.
///
/// ```
/// ground ─ ESC ─▶ escape ─ [ ─▶ control ─ final ─▶ ground
///    │               ├─ O, (, N … ─▶ single ─ any ─▶ ground
///    │               ├─ ] P _ ^ X ─▶ string ─ BEL, ESC \ ─▶ ground
///    │               └─ other ─▶ ground            (Alt with a key: no key of ours)
///    └─ paste mark ─▶ paste ─ end mark ─▶ ground
/// ```
struct KeyDecoder {
    /// One code of ncurses.
    enum Code: Hashable {
        /// A character, by its number in Unicode.
        case character(UInt32)
        /// A key of terminfo, or one that was defined.
        case key(Int32)
    }

    private enum State: Hashable {
        case ground, escape, control, single, string, stringEscape, paste
    }

    /// The code of the mark before a paste.
    static let pasteStart: Int32 = 1001
    /// The code of the mark after a paste.
    static let pasteEnd: Int32 = 1002
    /// The most characters of a paste that are kept.
    static let pasteLimit = 1000

    private var state = State.ground
    private var pasted = ""
    private var pastedCount = 0

    /// Whether a sequence or a paste has begun and not ended.
    var isInside: Bool { state != .ground }

    /// What a code makes; `nil` for nothing, or nothing yet.
    mutating func decode(_ code: Code) -> TerminalEvent? {
        switch (state, code) {
        case (.paste, .key(Self.pasteEnd)): return endPaste()
        case (.paste, .character(let number)):
            keep(number)
            return nil
        case (.paste, .key): return nil
        case (_, .key(let number)):
            state = .ground
            return key(number)
        case (.ground, .character(0x1B)):
            state = .escape
            return nil
        case (.ground, .character(let number)): return character(number)
        case (.escape, .character(let number)):
            state = Self.afterEscape(number)
            return nil
        case (.control, .character(let number)):
            if (0x40...0x7E).contains(number) || number < 0x20 { state = .ground }
            return nil
        case (.single, .character):
            state = .ground
            return nil
        case (.string, .character(let number)):
            if number == 0x07 || number == 0x9C { state = .ground }
            if number == 0x1B { state = .stringEscape }
            return nil
        case (.stringEscape, .character(let number)):
            state = number == 0x5C ? .ground : Self.afterEscape(number)
            return nil
        }
    }

    /// Says that no code follows at the moment: an ESC on its own is the key.
    mutating func settle() -> TerminalEvent? {
        guard state == .escape else { return nil }
        state = .ground
        return .key(.escape)
    }

    /// Gives up a sequence or a paste whose end never came.
    mutating func abandon() {
        state = .ground
        pasted = ""
        pastedCount = 0
    }

    private static func afterEscape(_ number: UInt32) -> State {
        switch number {
        case 0x5B: .control
        case 0x4F, 0x4E, 0x28, 0x29, 0x23, 0x25, 0x20: .single
        case 0x5D, 0x50, 0x5F, 0x5E, 0x58: .string
        case 0x1B: .escape
        case _: .ground
        }
    }

    private mutating func keep(_ number: UInt32) {
        // C0, DEL and C1 are nobody's text; a line's end or a tab separates words.
        let isSpace = number == 0x09 || number == 0x0A || number == 0x0D
        guard pastedCount < Self.pasteLimit, isSpace || number >= 0x20, !(0x7F...0x9F).contains(number),
            let scalar = Unicode.Scalar(isSpace ? 0x20 : number)
        else { return }
        pasted.unicodeScalars.append(scalar)
        pastedCount += 1
    }

    private mutating func endPaste() -> TerminalEvent? {
        defer { abandon() }
        return pasted.isEmpty ? nil : .paste(pasted)
    }

    private func character(_ number: UInt32) -> TerminalEvent? {
        switch number {
        case 0x09: return .key(.tab)
        case 0x0A, 0x0D: return .key(.enter)
        case 0x08, 0x7F: return .key(.backspace)
        case 0x01...0x1A:
            return Unicode.Scalar(number + 0x60).map { .key(.control(Character($0))) }
        case 0x1C: return .key(.control("\\"))
        case 0x00...0x1F, 0x80...0x9F: return nil
        case _: return Unicode.Scalar(number).map { .key(.character(Character($0))) }
        }
    }

    private mutating func key(_ number: Int32) -> TerminalEvent? {
        if number == Self.pasteStart { state = .paste }
        let functionKeys = im_key_f(1)...im_key_f(12)
        if functionKeys.contains(number) { return .key(.function(Int(number - im_key_f(0)))) }
        return Self.keys[number].map { .key($0) }
    }

    private static let keys: [Int32: Key] = [
        KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
        KEY_HOME: .home, KEY_END: .end, KEY_FIND: .home, KEY_SELECT: .end, KEY_A1: .home, KEY_C1: .end,
        KEY_PPAGE: .pageUp, KEY_NPAGE: .pageDown, KEY_A3: .pageUp, KEY_C3: .pageDown,
        KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_DC: .delete, KEY_BTAB: .backtab,
    ]
}
