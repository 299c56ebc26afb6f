/// A key that was pressed, or a place that was clicked.
public enum Key: Hashable, Sendable {
    /// A character; space and letters in their case.
    case character(Character)
    /// A letter with Ctrl, in lower case.
    case control(Character)
    /// A function key, from 1.
    case function(Int)
    /// Enter.
    case enter
    /// Escape.
    case escape
    /// Tab.
    case tab
    /// Shift-Tab.
    case backtab
    /// Backspace.
    case backspace
    /// Delete.
    case delete
    /// Cursor up.
    case up
    /// Cursor down.
    case down
    /// Cursor left.
    case left
    /// Cursor right.
    case right
    /// Home.
    case home
    /// End.
    case end
    /// Page up.
    case pageUp
    /// Page down.
    case pageDown
    /// The left button at a column and row, from 0.
    case click(x: Int, y: Int)
    /// The wheel turned up.
    case wheelUp
    /// The wheel turned down.
    case wheelDown
}
