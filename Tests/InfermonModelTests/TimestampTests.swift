import InfermonModel
import Testing

@Suite struct TimestampTests {
    @Test func `an instant before 1970 falls into the interval that holds it`() {
        let minute = TimeSpan.minutes(1)
        #expect(Timestamp(seconds: -1).floored(to: minute) == Timestamp(seconds: -60))
        #expect(Timestamp(seconds: -60).floored(to: minute) == Timestamp(seconds: -60))
        #expect(Timestamp(seconds: 59).floored(to: minute) == .epoch)
        #expect(Timestamp(microseconds: -1).seconds == -1)
        #expect(Timestamp(microseconds: 999_999).seconds == 0)
    }

    @Test func `sums and differences end at the ends of the range`() {
        let last = Timestamp(microseconds: .max)
        let first = Timestamp(microseconds: .min)
        #expect(last + .seconds(1) == last)
        #expect(first - .seconds(1) == first)
        #expect(first + TimeSpan(microseconds: -1) == first)
        #expect(last - first == TimeSpan(microseconds: .max))
        #expect(first - last == TimeSpan(microseconds: .min))
        #expect(Timestamp(seconds: 3) - Timestamp(seconds: 1) == .seconds(2))
    }

    @Test func `spans of any count end at the ends of the range`() {
        #expect(TimeSpan.minutes(90) == .seconds(5_400))
        #expect(TimeSpan.days(2) == .hours(48))
        for make in [TimeSpan.milliseconds, TimeSpan.seconds, TimeSpan.minutes, TimeSpan.hours, TimeSpan.days] {
            #expect(make(.max).microseconds == .max)
            #expect(make(.min).microseconds == .min)
            #expect(make(0) == .zero)
        }
    }
}
