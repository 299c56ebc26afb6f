internal import CPosix
internal import Glibc

/// The signals of a terminal program, as a descriptor that becomes readable and bits that say which came.
struct TerminalSignals {
    /// What came since the last look.
    struct Pending: OptionSet {
        let rawValue: UInt32

        static let windowChange = Pending(rawValue: UInt32(IM_SIGNAL_WINCH))
        static let continued = Pending(rawValue: UInt32(IM_SIGNAL_CONT))
        static let stop = Pending(rawValue: UInt32(IM_SIGNAL_TSTP))

        /// The signal that asks the program to leave; the most urgent one of several.
        var leaving: Int32? {
            let signals = [
                (IM_SIGNAL_HUP, SIGHUP), (IM_SIGNAL_TERM, SIGTERM), (IM_SIGNAL_INT, SIGINT), (IM_SIGNAL_QUIT, SIGQUIT),
            ]
            return signals.first { rawValue & UInt32($0.0) != 0 }?.1
        }
    }

    private let wake: WakeDescriptor

    /// Catches the signals from now to ``end()``.
    ///
    /// - Throws: ``TerminalError/system(call:code:)``, also when they are caught already.
    init() throws(TerminalError) {
        wake = try WakeDescriptor()
        let failure = im_signals_install(wake.descriptor)
        guard failure == 0 else { throw .system(call: "sigaction", code: failure) }
    }

    /// Becomes readable with a signal.
    var descriptor: Int32 { wake.descriptor }

    /// What came since the last call.
    func take() -> Pending {
        wake.drain()
        return Pending(rawValue: im_signals_take())
    }

    /// Stops the program as Ctrl-Z does; returns when it goes on.
    func stopProcess(wholeGroup: Bool) { im_stop_process(wholeGroup) }

    /// Puts the handlers of before back.
    func end() { im_signals_remove() }
}
