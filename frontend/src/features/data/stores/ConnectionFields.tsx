/** The fields of a kind of datastore, as the server declares them: where it is, then how to sign in. */
import { PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DatastoreField, DatastoreKind } from "@/api/datastores";
import type { ApiError } from "@/api/errors";
import { type ConnectionForm, NO_WAY, waysOf } from "./connection";

interface ConnectionFieldsProps {
  kind: DatastoreKind;
  form: ConnectionForm;
  onChange: (form: ConnectionForm) => void;
  refusal: ApiError | undefined;
  /** True when credentials are stored already: empty fields keep them. */
  hasCredentials?: boolean;
}

export function ConnectionFields({ kind, form, onChange, refusal, hasCredentials = false }: ConnectionFieldsProps) {
  const { t } = useTranslation("data");
  const ways = waysOf(kind, hasCredentials);
  const way = ways.find(({ name }) => name === form.way);
  const setting = (name: string, value: string) => onChange({ ...form, settings: { ...form.settings, [name]: value } });
  const credential = (name: string, value: string) => onChange({ ...form, credentials: { ...form.credentials, [name]: value } });
  return (
    <>
      {kind.fields
        .filter(({ secret, group }) => !secret && !group)
        .map((field) => (
          <Field
            key={field.name}
            field={field}
            value={form.settings[field.name] ?? ""}
            onChange={(value) => setting(field.name, value)}
            error={refusal?.fieldError(`settings.${field.name}`) ?? refusal?.fieldError(field.name)}
          />
        ))}
      {ways.length > 0 && (
        <>
          <Select
            label={t("form.credentials")}
            description={t(form.way === NO_WAY ? (hasCredentials ? "form.keepText" : "form.noCredentialsText") : "form.credentialsText")}
            allowDeselect={false}
            value={form.way}
            onChange={(name) => onChange({ ...form, way: name ?? NO_WAY, credentials: {} })}
            data={ways.map(({ name, title }) => ({
              value: name,
              label: name === NO_WAY ? t(hasCredentials ? "form.keepCredentials" : "form.noCredentials") : title,
            }))}
          />
          {way?.fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={form.credentials[field.name] ?? ""}
              onChange={(value) => credential(field.name, value)}
              error={refusal?.fieldError(`credentials.${field.name}`) ?? refusal?.fieldError(field.name)}
            />
          ))}
        </>
      )}
    </>
  );
}

interface FieldProps {
  field: DatastoreField;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

function Field({ field, value, onChange, error }: FieldProps) {
  const shared = {
    label: field.title,
    description: field.help || undefined,
    required: field.required,
    error,
    value,
    // Nobody's own passwords: the browser's keeper would fill in the studio's.
    autoComplete: field.secret ? "new-password" : "off",
    "data-1p-ignore": true,
    spellCheck: false,
  };
  if (!field.secret) return <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
  // Connection strings are pasted and looked at as a whole; keys are hidden.
  if (field.name === "connection_string") {
    return <Textarea {...shared} autosize minRows={2} maxRows={5} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
  return <PasswordInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />;
}
