public import InfermonModel

/// What happens to the screen.
public enum UIEvent: Sendable {
    /// A key was pressed.
    case key(Key)
    /// The terminal has another size.
    case resize(Size)
    /// There are newer data.
    case dashboard(Dashboard)
}

/// What the reducer asks the world to do.
public enum UIEffect: Hashable, Sendable {
    /// Leave.
    case quit
    /// Draw every cell anew, as another program may have written over them.
    case redraw
    /// Draw every so often.
    case setInterval(TimeSpan)
    /// Use the theme of this index, modulo the number of themes.
    case setTheme(Int)
    /// Give graphs of this length with the next dashboard.
    case setSpan(GraphSpan)
}
