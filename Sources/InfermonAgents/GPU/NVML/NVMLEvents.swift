import CNVML

/// The Xid errors that the driver reports while boards are watched.
struct NVMLEvents {
    private let functions: NVMLLibrary.Events
    private let set: nvml_event_set_t

    /// Watches the boards given; `nil` when the driver has no events or no board has them.
    init?(_ functions: NVMLLibrary.Events?, boards: [nvml_device_t]) {
        guard let functions else { return nil }
        var created: nvml_event_set_t?
        guard functions.create(&created) == NVML_SUCCESS, let created else { return nil }
        let watched = boards.filter {
            functions.register($0, NVML_EVENT_TYPE_XID_CRITICAL_ERROR, created) == NVML_SUCCESS
        }
        guard !watched.isEmpty else {
            _ = functions.free?(created)
            return nil
        }
        self.functions = functions
        set = created
    }

    /// The errors since the last call, without waiting for more.
    func pending() -> [(board: nvml_device_t?, xid: Int)] {
        var errors: [(board: nvml_device_t?, xid: Int)] = []
        var event = nvml_event_data_t()
        // A board that fails can report without end; what is left comes with the next sweep.
        while errors.count < 64, functions.wait(set, &event, 0) == NVML_SUCCESS {
            if event.type == NVML_EVENT_TYPE_XID_CRITICAL_ERROR {
                errors.append((event.device, Int(clamping: event.data)))
            }
        }
        return errors
    }

    /// Gives the set back, before the library is shut down.
    func close() { _ = functions.free?(set) }
}
