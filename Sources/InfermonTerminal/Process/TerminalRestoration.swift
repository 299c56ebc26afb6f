internal import CPosix
internal import Glibc

/// What a crash does for the terminal while a screen is up.
enum TerminalRestoration {
    /// From now on a crash writes `text`, sets the terminal's old modes and prints what standard error said.
    ///
    /// - Parameters:
    ///   - text: What puts the terminal right.
    ///   - streams: The terminal.
    ///   - errors: Standard error meanwhile.
    static func arm(_ text: String, streams: TerminalStreams, errors: StandardErrorCapture) {
        var plan = im_crash_plan()
        plan.terminal = streams.output
        if let modes = streams.modes {
            plan.modes = modes
            plan.has_modes = true
        }
        plan.caught_error = errors.caught
        plan.standard_error = errors.original
        text.withCString { bytes in
            plan.restore = bytes
            plan.restore_length = strlen(bytes)
            // A description with more than half a kilobyte of restoration is no terminal's: a crash then restores nothing.
            _ = im_crash_arm(&plan)
        }
    }

    /// The terminal is in order again.
    static func disarm() { im_crash_disarm() }
}
