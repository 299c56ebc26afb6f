internal import CPosix
internal import Glibc

/// Keeps what is printed to standard error while a screen is up, and prints it when the screen is gone.
///
/// Text like "Fatal error: …" printed over the alternate screen would be lost with it. Standard error that goes
/// elsewhere than to a terminal is left alone.
struct StandardErrorCapture {
    /// The most that is kept, in bytes.
    static let capacity: Int = 256 * 1024

    /// Where the text is caught; -1 when nothing is.
    let caught: Int32
    /// Where standard error belongs; -1 when nothing is caught.
    let original: Int32

    /// Begins to catch, if standard error is a terminal.
    init() {
        guard isatty(STDERR_FILENO) == 1 else {
            (caught, original) = (-1, -1)
            return
        }
        let file = im_memory_file("infermon-stderr", Self.capacity)
        let copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        guard file >= 0, copy >= 0, dup2(file, STDERR_FILENO) >= 0 else {
            for descriptor in [file, copy] where descriptor >= 0 { close(descriptor) }
            (caught, original) = (-1, -1)
            return
        }
        (caught, original) = (file, copy)
    }

    /// Puts standard error back and prints to it what was caught.
    func end() {
        guard caught >= 0 else { return }
        fflush(nil)
        dup2(original, STDERR_FILENO)
        let length = Int(lseek(caught, 0, SEEK_CUR))
        var bytes = [UInt8](repeating: 0, count: max(0, min(length, Self.capacity)))
        let taken = pread(caught, &bytes, bytes.count, 0)
        if taken > 0 { write(STDERR_FILENO, bytes, taken) }
        close(caught)
        close(original)
    }
}
