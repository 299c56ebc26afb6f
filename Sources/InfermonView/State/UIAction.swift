/// What a key can do.
public enum UIAction: Hashable, Sendable {
    /// Leave at once.
    case quit
    /// Go back; leave at the top.
    case back
    /// Show or hide the keys.
    case help
    /// Hold the screen still, or let it go.
    case pause
    /// Draw less often.
    case slower
    /// Draw more often.
    case faster
    /// Give the next box the focus.
    case nextPanel
    /// Give the box before the focus.
    case previousPanel
    /// Switch a box on or off.
    case toggle(PanelID)
    /// Let the focused box fill the screen, or not.
    case zoom
    /// Take the next theme.
    case nextTheme
    /// Select the row above.
    case up
    /// Select the row below.
    case down
    /// Select a row a screen above.
    case pageUp
    /// Select a row a screen below.
    case pageDown
    /// Select the first row.
    case first
    /// Select the last row.
    case last
    /// Show a page, or leave it.
    case show(Page)
    /// Order the scenarios by something else.
    case sort
    /// Reverse the order.
    case reverse
    /// Type what the log page is narrowed to.
    case filter
    /// Show a shorter time in graphs.
    case shorterSpan
    /// Show a longer time in graphs.
    case longerSpan
    /// Draw every cell anew.
    case redraw
    /// Open what is selected.
    case open
}
