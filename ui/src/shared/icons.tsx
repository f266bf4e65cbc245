/** Every icon the window uses, by what it means here. Lucide draws them; our own mark and the autopilot's spark are drawn below. */
export {
  Archive,
  ArrowDown,
  ArrowLeftRight,
  ArrowRight,
  BadgeCheck,
  Bot,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  CircleAlert,
  CircleHelp,
  Clock,
  Copy,
  CornerUpLeft,
  ExternalLink,
  File,
  FlaskConical,
  Hand,
  HeartPulse,
  Image,
  Inbox,
  Info,
  Keyboard,
  KeyRound,
  Link,
  ListFilter,
  MessageCircle,
  Mic,
  Minus,
  Monitor,
  Moon,
  PanelRight,
  Pause,
  Pencil,
  Play,
  Plug,
  Plus,
  RefreshCw,
  RotateCcw,
  Search,
  Send,
  Settings,
  Smartphone,
  Sun,
  TriangleAlert,
  Undo2,
  User,
  Users,
  Video,
  Wifi,
  WifiOff,
  X,
  type LucideIcon,
} from "lucide-react";

export function Mark() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M7.5 8.2c0 5.6 9 2 9 7.6" strokeWidth="2" strokeLinecap="round" />
      <circle cx="7.5" cy="6.8" r="2.6" fill="currentColor" stroke="none" />
      <circle cx="16.5" cy="17.2" r="2.6" fill="currentColor" stroke="none" />
    </svg>
  );
}

/** The autopilot, wherever it speaks. */
export function Spark({ size = 14 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} fill="currentColor" aria-hidden="true">
      <path d="M12 2.5l2.3 6.6a1 1 0 00.6.6l6.6 2.3-6.6 2.3a1 1 0 00-.6.6L12 21.5l-2.3-6.6a1 1 0 00-.6-.6L2.5 12l6.6-2.3a1 1 0 00.6-.6z" />
    </svg>
  );
}
