import Glibc
import Testing

@testable import InfermonAgents

@Suite struct DetachedThreadTests {
    @Test func `a signal to the process never lands on a thread of a call that waits`() async {
        let unmasked = await withCheckedContinuation { continuation in
            let hasStarted = DetachedThread.start {
                var mask = sigset_t()
                pthread_sigmask(SIG_SETMASK, nil, &mask)
                continuation.resume(
                    returning: [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGWINCH, SIGCHLD].filter {
                        sigismember(&mask, $0) != 1
                    })
            }
            #expect(hasStarted)
        }
        #expect(unmasked == [])
    }

    @Test func `the starter's own signals stay as they were`() {
        var before = sigset_t()
        var after = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &before)
        #expect(DetachedThread.start {})
        pthread_sigmask(SIG_SETMASK, nil, &after)
        let changed = (1...31).filter { sigismember(&before, $0) != sigismember(&after, $0) }
        #expect(changed == [])
    }
}
